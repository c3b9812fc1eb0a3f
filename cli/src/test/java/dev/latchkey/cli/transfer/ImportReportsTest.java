package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.TokenChecks;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.user.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps as people reported to have them: they are read, or it is said why not, and no value is taken for another. */
class ImportReportsTest {
    @TempDir
    private Path folder = Path.of("");

    private CommandRunner latchkey;
    private Environment environment;
    private DynamoDbUserStore users;

    @BeforeEach
    void createTables() {
        TestTables tables = TestTables.create();
        latchkey = CommandRunner.on(tables);
        environment = DynamoDb.environment(tables.variables(), tables.client());
        users = new DynamoDbUserStore(environment);
    }

    /** Python's JSON has NaN; another application's data is none of ours, however large its numbers are. */
    @ParameterizedTest
    @ValueSource(strings = {"nan-other-model.json", "number-1001-digits.json"})
    void rowsOfOtherModelsArePassedOverWhateverIsInThem(String input) throws Exception {
        assertThat(importing(0, reported(input))).contains("\"imported\":3");
        assertThat(users.findByName("ines")).isPresent();
    }

    @Test
    void aLargeTextOfAnotherModelIsPassedOver() throws Exception {
        Path dump = write(
                "big.json",
                "[{\"model\": \"files.blob\", \"pk\": 1, \"fields\": {\"data\": \"" + "QUJD".repeat(6_000_000)
                        + "\", \"deep\": " + "[".repeat(5_000) + "]".repeat(5_000) + ", \"n\": 1e999999999}},"
                        + row(9001, "\"username\": \"after\"") + "]");
        assertThat(importing(0, dump)).contains("\"imported\":1", "\"other_rows\":1");
    }

    @Test
    void fieldsMayComeBeforeTheModel() throws Exception {
        Path dump = write(
                "turned.json",
                "[{\"fields\": {\"username\": \"ann\", \"x\": NaN, \"y\": [[1.5]]}, \"pk\": 1, \"model\": \"auth.user\"},"
                        + "{\"fields\": {\"password\": \"x\"}, \"model\": \"other.model\"}]");
        assertThat(importing(0, dump)).contains("\"imported\":1", "\"other_rows\":1");
    }

    @Test
    void powerShellsUtf16IsRead() throws Exception {
        assertThat(importing(0, reported("utf16-powershell.json"))).doesNotContain("\"imported\":0");
        byte[] text = Files.readString(reported("semicolon.csv"))
                .replace("ines", "ïnes𝄞")
                .getBytes(StandardCharsets.UTF_16BE);
        Path bare = Files.write(folder.resolve("utf16.csv"), text);
        importing(0, bare);
        assertThat(users.find(201).orElseThrow().username()).isEqualTo("ïnes𝄞");
    }

    @ParameterizedTest
    @ValueSource(strings = {"semicolon.csv", "mysql-batch.tsv", "null-word.csv", "bool-yes.csv"})
    void csvOfEveryKindIsReadAsWhatItMeans(String input) throws Exception {
        importing(0, reported(input));

        User ines = users.find(201).orElseThrow();
        assertThat(ines.username()).isEqualTo("ines");
        assertThat(ines.email()).isEqualTo("ines@example.com");
        assertThat(ines.active()).isTrue();
        assertThat(ines.lastLogin()).isNull();
        assertThat(ines.created())
                .isBetween(Instant.parse("2021-05-04T03:02:01Z"), Instant.parse("2021-05-04T03:02:02Z"));
    }

    @Test
    void theWordNullIsNoAddressAndNoName() throws Exception {
        importing(0, reported("null-email-word.csv"));
        assertThat(users.find(201).orElseThrow().email()).isEmpty();
        assertThat(users.find(202).orElseThrow().email()).isEmpty();
        assertThat(users.find(202).orElseThrow().passwordHash()).isNull();

        Path dump = write(
                "dash.csv",
                "id|username|email|password|is_active\n1|ann|-|!|1\n2|NULL|x@example.com|!|1\n3|-|y@example.com|!|0\n");
        importing(1, dump, "--null", "-", "--delimiter", "|");
        assertThat(users.find(1).orElseThrow().email()).isEmpty();
        assertThat(users.find(2).orElseThrow().username()).isEqualTo("NULL");
        assertThat(reportOf(dump)).contains("dash.csv:4: auth.user 3: there is no username");
    }

    @Test
    void aDelimiterThatIsNotTheFilesIsNamed() throws Exception {
        CommandRunner.Result result =
                latchkey.run("import", "django", reported("semicolon.csv").toString(), "--delimiter", ",");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("with a comma between them (--delimiter names another)");
        assertThat(latchkey.run("import", "django", reported("semicolon.csv").toString(), "--delimiter", "ab")
                        .err())
                .contains("--delimiter takes one character, or tab.");
        assertThat(importing(0, reported("mysql-batch.tsv"), "--delimiter", "tab"))
                .contains("\"imported\":1");
    }

    @Test
    void backslashesBetweenTabsAreThoseOfDatabases() throws Exception {
        Path dump = write("copy.tsv", "id\tusername\temail\tpassword\tis_active\tnote\n1\ta\\\\b\t\\N\t!\tt\tx\\ty\n");
        importing(0, dump);
        assertThat(users.find(1).orElseThrow().username()).isEqualTo("a\\b");
        assertThat(users.find(1).orElseThrow().email()).isEmpty();
    }

    @Test
    void tokensOfOtherLengthsAndDigestsWork() throws Exception {
        importing(0, reported("knox-nondefault-length.json"));
        importing(0, reported("knox-sha3.json"));

        assertThat(TokenChecks.who(environment, "c".repeat(32))).isEqualTo("kl");
        assertThat(TokenChecks.who(environment, "d".repeat(64))).isEqualTo("ks");
        assertThat(TokenChecks.who(environment, "e".repeat(64))).isEqualTo("Invalid token.");
    }

    @Test
    void saltedTokensAreReportedWithTheVersionsThatHadThem() throws Exception {
        Path dump = reported("knox-4.1-salted.json");
        assertThat(importing(1, dump)).contains("\"refused\":1");
        assertThat(reportOf(dump)).contains("knox.authtoken: the digest is salted, as Knox had it before 4.2");
    }

    @Test
    void aNumberThatPeopleLogInWithIsItsDigits() throws Exception {
        Path dump = reported("custom-int-username.json");
        importing(0, dump, "--user-model", "accounts.user", "--username-field", "phone");
        assertThat(users.findByName("49301234567").orElseThrow().id()).isEqualTo(601);
        assertThat(users.findByName("+4930555").orElseThrow().id()).isEqualTo(602);
    }

    @Test
    void anotherFieldMayHoldTheAddressAndItIsSaidWhereNoneDoes() throws Exception {
        Path dump = reported("custom-email-field.json");
        String[] model = {"--user-model", "accounts.user", "--username-field", "login"};
        importing(0, dump, model);
        assertThat(users.find(603).orElseThrow().email()).isEmpty();
        assertThat(reportOf(dump))
                .contains(
                        "no user has email: all were imported without an e-mail address; --email-field names another field")
                .contains("not kept: email_address, which 1 users have");

        importing(0, dump, model[0], model[1], model[2], model[3], "--email-field", "email_address");
        assertThat(users.find(603).orElseThrow().email()).isEqualTo("nora@example.com");
        assertThat(reportOf(dump)).isEmpty();
    }

    @Test
    void columnsOfCsvMayBeNamedInAnyCase() throws Exception {
        Path dump = write("case.csv", "ID,Email,Password,Is_Active\n1,Eve@example.com,!,1\n");
        importing(0, dump, "--username-field", "Email", "--email-field", "EMAIL");
        assertThat(users.findByName("eve@example.com").orElseThrow().email()).isEqualTo("Eve@example.com");
    }

    @Test
    void aUserModelThatWasNotNamedIsSuggested() throws Exception {
        Path dump = reported("custom-email-field.json");
        CommandRunner.Result result = latchkey.run("import", "django", dump.toString());
        assertThat(result.out()).contains("--user-model accounts.user");
    }

    @ParameterizedTest
    @CsvSource({"BZh91AY,.bz2", "\u00fd7zXZ,.xz", "'PK\u0003\u0004',.zip"})
    void otherPackingsAreNamed(String start, String name) throws Exception {
        Path packed = Files.write(folder.resolve("packed"), (start + "xxxxxxx").getBytes(StandardCharsets.ISO_8859_1));
        CommandRunner.Result result = latchkey.run("import", "django", packed.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("this is packed as " + name + ": unpack it, or pack it with gzip");
    }

    /** A date is worth a line in the report, and no user. */
    @ParameterizedTest
    @CsvSource({"dates.csv,26", "mysql-zero-date.csv,1", "excel-dates.csv,1"})
    void usersComeWithoutTheDateThatCannotBeRead(String input, int imported) throws Exception {
        Path dump = reported(input);
        assertThat(importing(0, dump)).contains("\"imported\":" + imported).contains("\"refused\":0");
        assertThat(reportOf(dump)).contains(": imported without ");
        if (input.startsWith("dates")) {
            assertThat(users.find(300).orElseThrow().created()).isEqualTo(Instant.parse("2021-05-04T03:02:01Z"));
            assertThat(users.find(307).orElseThrow().created()).isEqualTo(Instant.EPOCH);
            assertThat(reportOf(dump)).contains("auth.user 307: imported without date_joined: date_joined is no time");
        }
    }

    @Test
    void anExpiryThatCannotBeReadIsNotForever() throws Exception {
        Path dump = write(
                "token.json",
                "[" + row(1, "\"username\": \"ann\"") + ",{\"model\": \"knox.authtoken\", \"pk\": \"" + "ab".repeat(64)
                        + "\", \"fields\": {\"user\": 1, \"created\": \"2026-01-01T00:00:00Z\", \"expiry\": \"0000-00-00 00:00:00\"}}]");
        assertThat(importing(1, dump)).contains("\"refused\":1");
    }

    @Test
    void whoIsTakenForActiveIsSaid() throws Exception {
        Path csv = reported("no-is-active.csv");
        importing(0, csv);
        assertThat(reportOf(csv)).contains("no user has is_active: all were imported as active");
        Path json = reported("null-active.json");
        importing(0, json);
        assertThat(reportOf(json)).contains("auth.user 615: is_active is null: imported as active");
    }

    @Test
    void namesThatNobodyCouldRegisterAreReportedAndThoseWithLineEndsRefused() throws Exception {
        Path dump = write(
                "names.json",
                "[" + row(1, "\"username\": \"a\\\"b\"") + "," + row(2, "\"username\": \"a\\r\\nX: y\"") + ","
                        + row(3, "\"username\": \"c\", \"email\": \"c@example.com\\r\\nBcc: x@example.com\"") + "]");

        assertThat(importing(1, dump)).contains("\"imported\":2").contains("\"refused\":1");

        assertThat(reportOf(dump))
                .contains("auth.user 1: imported, but nobody could register under this username")
                .contains("auth.user 2: username has a control character")
                .contains("auth.user 3: imported without email: it has a control character");
        assertThat(users.find(3).orElseThrow().email()).isEmpty();
    }

    @Test
    void whatIsNotKeptIsReportedAndWhatIsKeptIsExported() throws Exception {
        String fields = "\"username\": \"ann\", \"first_name\": \"Ann\", \"last_name\": \"Ötzi\", \"is_staff\": true,"
                + " \"is_superuser\": false, \"groups\": [[\"editors\"], 2], \"user_permissions\": [4], \"phone\": \"1\"";
        Path dump = write("kept.json", "[" + row(1, fields) + "]");

        assertThat(importing(0, dump)).contains("\"first_name\":1");
        assertThat(reportOf(dump)).contains("not kept: first_name, which 1 users have; --keep-fields keeps it");
        importing(0, dump, "--keep-fields");

        assertThat(reportOf(dump))
                .contains("not kept: user_permissions", "not kept: phone")
                .doesNotContain("first_name", "is_staff", "groups");
        assertThat(latchkey.run("export", "-").out())
                .contains("\"profile\":{\"map\":{", "\\u00d6tzi", "\"is_staff\":true", "\"editors\"", "\"2\"");
    }

    private static String row(long id, String fields) {
        return "{\"model\": \"auth.user\", \"pk\": " + id + ", \"fields\": {\"password\": \"!\", \"is_active\": true, "
                + fields + (fields.contains("email") ? "" : ", \"email\": \"\"") + "}}";
    }

    private String importing(int exitCode, Path dump, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("import", "django", "--json", dump.toString()));
        arguments.addAll(List.of(more));
        CommandRunner.Result result = latchkey.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode())
                .as(result.err() + result.out() + reportOf(dump))
                .isEqualTo(exitCode);
        Map<String, @Nullable Object> summary = Json.object(Json.read(result.out()));
        assertThat(summary).containsKeys("users", "tokens", "other_rows", "not_kept", "report");
        return result.out();
    }

    private static String reportOf(Path dump) throws IOException {
        Path report = dump.resolveSibling(dump.getFileName() + ".report.txt");
        return Files.exists(report) ? Files.readString(report) : "";
    }

    /** Copies an input to where its report may be written beside it. */
    private Path reported(String name) throws Exception {
        Path source = Path.of(Objects.requireNonNull(ImportReportsTest.class.getResource("reports/" + name))
                .toURI());
        Path copy = folder.resolve(name);
        return Files.exists(copy) ? copy : Files.copy(source, copy);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
