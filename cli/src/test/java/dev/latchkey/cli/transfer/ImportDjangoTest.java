package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.CheckToken;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.TokenChecks;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.session.Session;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Imports what real Django, Knox and Django REST framework have dumped, into real tables. */
class ImportDjangoTest {
    private static final String KNOX_5 = "django-5.2-knox-5.0";
    private static final String KNOX_4 = "django-4.2-knox-4.2";

    @TempDir
    private Path folder = Path.of("");

    private TestTables tables;
    private CommandRunner latchkey;
    private Environment environment;
    private DynamoDbUserStore users;
    private DynamoDbSessionStore tokens;

    @BeforeEach
    void createTables() {
        tables = TestTables.create();
        latchkey = CommandRunner.on(tables);
        environment = DynamoDb.environment(tables.variables(), tables.client());
        users = new DynamoDbUserStore(environment);
        tokens = new DynamoDbSessionStore(environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {KNOX_5, KNOX_4})
    void bringsUsersAsTheyAre(String dump) throws Exception {
        Map<String, Object> summary = importing(1, recorded(dump + ".json"));

        assertThat(counts(summary, "users")).containsEntry("imported", 13L).containsEntry("refused", 2L);
        User alice = users.findByName("alice").orElseThrow();
        assertThat(alice.id()).isEqualTo(8);
        assertThat(alice.username()).isEqualTo("alice");
        assertThat(alice.email()).isEqualTo("alice@example.com");
        assertThat(alice.active()).isTrue();
        assertThat(alice.created()).isEqualTo(Instant.parse("2019-05-24T08:30:15.250Z"));
        assertThat(alice.lastLogin()).isEqualTo(Instant.parse("2019-05-17T08:30:15.250Z"));
        assertThat(Objects.requireNonNull(alice.passwordHash()).encoded()).startsWith("pbkdf2_sha256$");
        assertThat(users.findByName("inactive").orElseThrow().active()).isFalse();
        assertThat(users.findByName("nopassword").orElseThrow().email()).isEmpty();
        assertThat(users.findByName("grüsse").orElseThrow().username()).isEqualTo("Grüße");
        assertThat(users.find(13).orElseThrow().username()).isEqualTo("ﬁle");
    }

    @ParameterizedTest
    @ValueSource(strings = {KNOX_5, KNOX_4})
    void keepsLiveTokensAlive(String dump) throws Exception {
        Map<String, Object> summary = importing(1, recorded(dump + ".json"));
        assertThat(counts(summary, "tokens")).containsEntry("imported", 11L).containsEntry("expired", 1L);

        Map<String, @Nullable Object> knox = secrets(dump, "knox");
        assertThat(knox).hasSize(10);
        for (Map.Entry<String, @Nullable Object> entry : knox.entrySet()) {
            String expected = entry.getKey().equals("inactive") ? "User inactive or deleted." : entry.getKey();
            assertThat(who(entry.getValue())).isEqualTo(expected);
        }
        assertThat(who(secrets(dump, "drf").get("alice"))).isEqualTo("alice");
        assertThat(who(secrets(dump, "expired").get("alice"))).isEqualTo("Invalid token.");
        assertThat(accepted(knox.get("by_md5")).expiry()).isAfter("2226-01-01T00:00:00Z");
        assertThat(accepted(knox.get("alice")).expiry()).isNull();
    }

    @Test
    void reportsWhatItRefusesWithPlacesAndNoSecret() throws Exception {
        Path dump = recorded(KNOX_5 + ".json");
        importing(1, dump);

        Path report = folder.resolve(dump.getFileName() + ".report.txt");
        List<String> lines = Files.readAllLines(report);
        assertThat(lines).hasSize(7);
        assertThat(lines).allMatch(line -> line.matches(".*\\.json:1:[0-9]+: auth\\.user( [0-9]+)?: .*"));
        assertThat(columns(lines)).isSorted();
        assertThat(String.join("\n", lines))
                .contains("auth.user: not kept: is_staff, which 1 users have; --keep-fields keeps it")
                .contains("auth.user 11: imported, but email is no e-mail address")
                .contains("auth.user 12: the name ALICE is that of user 8 in this dump")
                .contains("auth.user 14: the name file is that of user 13 in this dump")
                .contains("auth.user 15: imported, but no password will be right: a hash of sha1 cannot be verified")
                .doesNotContain("$", "0123456789abcdef");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report)))
                .isEqualTo("rw-------");
    }

    private static List<Integer> columns(List<String> lines) {
        return lines.stream()
                .map(line -> Integer.valueOf(line.replaceAll(".*\\.json:1:([0-9]+):.*", "$1")))
                .toList();
    }

    @Test
    void dryRunWritesNothingAndTellsTheSame() throws Exception {
        Path dump = recorded(KNOX_5 + ".json");
        Map<String, Object> would = importing(1, dump, "--dry-run");
        String report = Files.readString(folder.resolve(dump.getFileName() + ".report.txt"));
        assertThat(everything()).isEmpty();

        Map<String, Object> done = importing(1, dump);

        assertThat(counts(would, "users")).isEqualTo(counts(done, "users"));
        assertThat(counts(would, "tokens")).isEqualTo(counts(done, "tokens"));
        assertThat(sortedLines(Files.readString(folder.resolve(dump.getFileName() + ".report.txt"))))
                .isEqualTo(sortedLines(report));
    }

    @Test
    void runningAgainChangesNothing() throws Exception {
        Path dump = recorded(KNOX_5 + ".json");
        importing(1, dump);
        Set<Object> before = everything();

        Map<String, Object> again = importing(1, dump);

        assertThat(everything()).isEqualTo(before);
        assertThat(counts(again, "users")).containsEntry("imported", 0L).containsEntry("already_here", 13L);
        assertThat(counts(again, "tokens")).containsEntry("imported", 0L).containsEntry("already_here", 11L);
    }

    /** MD5 does not lie in the table as it came, and the user logs in as before. */
    @ParameterizedTest
    @CsvSource({"weak, true, false", "all, true, true", "none, false, false"})
    void putsArgon2AroundHashes(String wrap, boolean md5, boolean bcrypt) throws Exception {
        importing(1, recorded(KNOX_5 + ".json"), "--wrap", wrap);
        assertThat(hash("by_md5").isWrapped()).isEqualTo(md5);
        assertThat(hash("by_bcrypt").isWrapped()).isEqualTo(bcrypt);
        assertThat(hash("by_argon2").isWrapped()).isFalse();
        HashedPasswords passwords = HashedPasswords.from(environment);
        Map<String, @Nullable Object> right = secrets(KNOX_5, "passwords");
        for (String name : List.of("by_md5", "by_bcrypt", "by_argon2", "by_scrypt", "alice")) {
            assertThat(passwords.verify(Password.of(String.valueOf(right.get(name))), hash(name)))
                    .as(name)
                    .isTrue();
            assertThat(passwords.verify(Password.of("wrong"), hash(name)))
                    .as(name)
                    .isFalse();
        }

        String fixture = latchkey.run("export", "-", "--format", "django").out();
        assertThat(fixture.contains("\"password\":\"md5$")).isEqualTo(!md5);
        assertThat(fixture).doesNotContain("wrapped$");
    }

    @Test
    void refusesToWrapAnythingElse() throws Exception {
        CommandRunner.Result result =
                latchkey.run("import", "django", recorded(KNOX_5 + ".json").toString(), "--wrap", "some");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--wrap takes weak, all or none, not \"some\".");
    }

    /** A name that nobody has is given the hash of some user, as often as users have it. */
    @Test
    void countsTheHashesForLogins() throws Exception {
        assertThat(latchkey.run("users", "hashes").out()).doesNotContain("md5");
        importing(1, recorded(KNOX_5 + ".json"));
        List<String> given = new ArrayList<>();
        PasswordHasher hasher = PasswordHasher.from(environment);
        for (int i = 0; i < 500; i++) {
            String name = "nobody" + i;
            PasswordHash hash = users.lookUp(name).census().forNobody(name);
            given.add(hash == null ? "none" : Objects.requireNonNull(hasher.kind(hash.encoded())));
        }
        assertThat(given)
                .contains("pbkdf2_sha256 1000000", "bcrypt_sha256 12", "md5 in argon2id m=8,t=1,p=1")
                .doesNotContain("md5");

        String table = latchkey.run("users", "hashes").out();
        assertThat(table).startsWith("USERS  HASH").contains("\n1      bcrypt_sha256 12\n");
        Map<?, ?> json =
                (Map<?, ?>) Json.read(latchkey.run("users", "hashes", "--json").out());
        long all = ((List<?>) Objects.requireNonNull(json.get("hashes")))
                .stream()
                        .mapToLong(kind ->
                                ((Number) Objects.requireNonNull(((Map<?, ?>) kind).get("users"))).longValue())
                        .sum();
        assertThat(all).isEqualTo(13);
    }

    private PasswordHash hash(String name) {
        return Objects.requireNonNull(users.findByName(name).orElseThrow().passwordHash());
    }

    @Test
    void runningAgainBringsNoSessionBackAndOverwritesNobody() throws Exception {
        Path dump = recorded(KNOX_5 + ".json");
        importing(1, dump, "--no-tokens");
        users.endAllSessions(users.findByName("by_scrypt").orElseThrow().id());
        importing(1, dump);
        Map<String, @Nullable Object> knox = secrets(KNOX_5, "knox");
        Session loggedOut = accepted(knox.get("by_md5")).session();
        tokens.end(loggedOut.userId(), loggedOut.key());
        User rehashed = users.findByName("by_bcrypt").orElseThrow();
        assertThat(users.changePassword(rehashed, new PasswordHash("$argon2id$new"), null))
                .isTrue();

        Map<String, Object> again = importing(1, dump);

        assertThat(counts(again, "users")).containsEntry("changed_here", 2L);
        assertThat(counts(again, "tokens")).containsEntry("ended_here", 1L);
        assertThat(who(knox.get("by_scrypt"))).isEqualTo("Invalid token.");
        assertThat(who(knox.get("by_md5"))).isEqualTo("Invalid token.");
        assertThat(who(knox.get("by_bcrypt"))).isEqualTo("Invalid token.");
        assertThat(users.findByName("by_bcrypt").orElseThrow().passwordHash())
                .isEqualTo(new PasswordHash("$argon2id$new"));
    }

    @Test
    void takesTokensThatComeBeforeTheirUsersAndOneObjectALineAndGzip() throws Exception {
        List<?> rows = (List<?>) Json.read(Files.readString(resource(KNOX_5 + ".json")));
        StringBuilder lines = new StringBuilder();
        for (int i = rows.size() - 1; i >= 0; i--) {
            lines.append(Json.write(rows.get(i))).append('\n');
        }
        Path reversed = folder.resolve("reversed.jsonl.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(reversed))) {
            stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }

        Map<String, Object> summary = importing(1, reversed);

        assertThat(counts(summary, "users")).containsEntry("imported", 13L);
        // ALICE comes before alice here, and keeps the name; the two tokens of alice find nobody.
        assertThat(counts(summary, "tokens")).containsEntry("imported", 9L).containsEntry("refused", 2L);
        assertThat(Files.readString(folder.resolve("reversed.jsonl.gz.report.txt")))
                .contains(":" + (rows.size() - 7) + ":1: auth.user 8: the name alice is that of user 12 in this dump");
    }

    @Test
    void takesUsersFromCsvAndTokensFromJson() throws Exception {
        Map<String, Object> summary = importing(
                1, recorded(KNOX_5 + ".csv"), recorded(KNOX_5 + ".json").toString());

        assertThat(counts(summary, "users"))
                .containsEntry("imported", 13L)
                .containsEntry("refused", 4L)
                .containsEntry("changed_here", 0L);
        assertThat(counts(summary, "users").get("already_here")).isEqualTo(13L);
        assertThat(counts(summary, "tokens")).containsEntry("imported", 11L);
    }

    @Test
    void takesCsvOfPostgreSqlWithTokens() throws Exception {
        String header =
                "id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined\n";
        Path csv = write(
                "pg.csv",
                "\uFEFF" + header
                        + "1,md5$a$b,,f,ann,\"\",\"\",ann@example.com,f,t,2020-02-29 23:59:59.123456+05:30\r\n"
                        + "2,!,2021-01-01 00:00:00+00,f,\"b\"\"o,b\",,,,f,f,2020-01-01 00:00:00.5-0330\n"
                        + "3,x\n"
                        + "\n4,!,,f,\"two\nlines\",,,,f,maybe,2020-01-01 00:00:00\n");
        Path knox = write(
                "knox.csv",
                "created,user_id,expiry,digest,token_key\n2020-01-01 00:00:00+00,1,," + "ab".repeat(64)
                        + ",12345678\n2020-01-01 00:00:00+00,4,," + "cd".repeat(64) + ",12345678\n");

        Map<String, Object> summary = importing(1, csv, knox.toString());

        assertThat(counts(summary, "users")).containsEntry("imported", 2L).containsEntry("refused", 2L);
        assertThat(counts(summary, "tokens")).containsEntry("imported", 1L).containsEntry("refused", 1L);
        assertThat(users.find(1).orElseThrow().created()).isEqualTo(Instant.parse("2020-02-29T18:29:59.123456Z"));
        User bob = users.findByName("b\"o,b").orElseThrow();
        assertThat(bob.active()).isFalse();
        assertThat(bob.created()).isEqualTo(Instant.parse("2020-01-01T03:30:00.500Z"));
        assertThat(Files.readString(folder.resolve("pg.csv.report.txt")))
                .contains("pg.csv:4: has 2 columns, and the first row 11")
                .contains("pg.csv:6: auth.user 4: is_active is neither true nor false")
                .contains("knox.csv:3: knox.authtoken: its user 4 was not imported from this dump");
    }

    @Test
    void reportsBadRowsAndGoesOn() throws Exception {
        Path dump = write(
                "bad.json",
                "[17,\n{\"model\": \"auth.user\", \"pk\": null, \"fields\": {\"username\": \"a\"}},\n"
                        + row(0, "b") + ",\n" + row(1L << 40, "c") + ",\n"
                        + "{\"model\": \"auth.user\", \"pk\": 1.0, \"fields\": {\"username\": \"d\"}},\n"
                        + "{\"model\": \"auth.user\", \"pk\": 5, \"fields\": {}},\n"
                        + row(6, "  ") + ",\n" + row(7, "nul\\u0000") + ",\n" + row(8, "half\\ud800") + ",\n"
                        + row(9, "x".repeat(1_001)) + ",\n"
                        + "{\"model\": \"auth.user\", \"pk\": 10, \"fields\": {\"username\": \"e\", \"date_joined\": \"2020-02-30T00:00:00Z\"}},\n"
                        + "{\"model\": \"auth.user\", \"pk\": 11, \"fields\": {\"username\": \"f\", \"email\": 3}},\n"
                        + "{\"fields\": {}},\n"
                        + "{\"model\": \"auth.group\", \"pk\": 1, \"fields\": {\"name\": \"g\"}},\n"
                        + row(12, "good") + "]");

        Map<String, Object> summary = importing(1, dump);

        assertThat(counts(summary, "users")).containsEntry("imported", 2L).containsEntry("refused", 12L);
        assertThat(summary.get("other_rows")).isEqualTo(BigInteger.ONE);
        String report = Files.readString(folder.resolve("bad.json.report.txt"));
        for (int line = 1; line <= 13; line++) {
            assertThat(report).containsPattern("bad\\.json:" + line + ":[0-9]+: ");
        }
        assertThat(report)
                .contains("pk is missing (dump without --natural-primary)")
                .contains("pk is not a whole number from 1 to 2^40 - 1")
                .contains("there is no username; --username-field names")
                .contains("username is blank")
                .contains("has a null or surrogate character")
                .contains("has more than 1000 bytes")
                .contains("date_joined is no time that there is")
                .contains("email is not a text");
    }

    @Test
    void damagedDumpsAreFoundBeforeAnythingIsWritten() throws Exception {
        String whole = Files.readString(resource(KNOX_5 + ".json"));
        for (Path damaged : List.of(
                cutOff("cut.json.gz", whole),
                cutOff("cut.csv.gz", "id,username,password\n" + "1,alice,x\n".repeat(10_000)),
                write("cut.json", whole.substring(0, whole.length() / 2)),
                write("noise.json", "Loading settings\n" + whole),
                write("open.csv", "id,username,password\n1,\"alice,x\n"),
                write("quote.csv", "id,username,password\n1,\"alice\"x,y\n"),
                write("empty.json", ""))) {
            CommandRunner.Result result = latchkey.run("import", "django", damaged.toString());
            assertThat(result.exitCode()).as(damaged.toString()).isEqualTo(2);
            assertThat(result.err()).contains(damaged.toString(), "Nothing was imported.");
        }
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "id,username,password\n1,Jürgen,x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latchkey.run("import", "django", latin.toString()).err()).contains("not UTF-8");
        assertThat(latchkey.run("import", "django", folder.resolve("nowhere").toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(everything()).isEmpty();
    }

    /** Writes the first half of what gzip makes of a text. */
    private Path cutOff(String name, String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve(name), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));
    }

    @Test
    void takesCustomUserModels() throws Exception {
        Path dump = write(
                "custom.json",
                "[{\"model\": \"accounts.CustomUser\", \"pk\": 3, \"fields\": {\"email\": \"Eve@example.com\", \"password\": \"!\"}}]");

        Map<String, Object> summary =
                importing(0, dump, "--user-model", "accounts.CustomUser", "--username-field", "email");

        assertThat(counts(summary, "users")).containsEntry("imported", 1L);
        User eve = users.findByName("eve@example.com").orElseThrow();
        assertThat(eve.username()).isEqualTo("Eve@example.com");
        assertThat(eve.email()).isEqualTo("Eve@example.com");
        assertThat(eve.created()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void anotherSitesTokensAreNotGivenToUsersOfTheSameId() throws Exception {
        importing(1, recorded(KNOX_5 + ".json"));
        Path other = write(
                "other.json",
                "[" + row(8, "mallory") + ", {\"model\": \"knox.authtoken\", \"pk\": \"" + "ab".repeat(64)
                        + "\", \"fields\": {\"user\": 8, \"created\": \"2026-01-01T00:00:00Z\", \"expiry\": null}}]");
        Path tokensOnly = write(
                "tokens.json",
                "[{\"model\": \"knox.authtoken\", \"pk\": \"" + "ab".repeat(64)
                        + "\", \"fields\": {\"user\": 8, \"created\": \"2026-01-01T00:00:00Z\", \"expiry\": null}}]");

        for (Path dump : List.of(other, tokensOnly)) {
            assertThat(counts(importing(1, dump), "tokens"))
                    .containsEntry("imported", 0L)
                    .containsEntry("refused", 1L);
        }
        assertThat(tokens.list(8)).hasSize(2);
    }

    @Test
    void deletionTakesImportedPointersAlong() throws Exception {
        importing(1, recorded(KNOX_5 + ".json"));
        Session session = accepted(secrets(KNOX_5, "drf").get("alice")).session();
        tokens.end(session.userId(), session.key());

        assertThat(latchkey.run("users", "delete", "alice", "--yes").exitCode()).isZero();

        assertThat(everything())
                .noneMatch(item ->
                        item.toString().contains("user#8") || item.toString().contains("AttributeValue(N=8)"));
    }

    @Test
    void importsThatRunAtOnceBringEveryoneOnce() throws Exception {
        StringBuilder dump = new StringBuilder("[");
        for (int id = 1; id <= 60; id++) {
            dump.append(row(id, "user" + id))
                    .append(",\n{\"model\": \"knox.authtoken\", \"pk\": \"")
                    .append(String.format(Locale.ROOT, "%016x%0112x", id, id))
                    .append("\", \"fields\": {\"user\": ")
                    .append(id)
                    .append(", \"created\": \"2026-01-01T00:00:00Z\", \"expiry\": null}}")
                    .append(id == 60 ? "]" : ",\n");
        }
        List<Path> copies = List.of(
                write("one.json", dump.toString()),
                write("two.json", dump.toString()),
                write("three.json", dump.toString()));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Map<String, Object>>> runs = new ArrayList<>();
            copies.forEach(copy -> runs.add(pool.submit(() -> importing(0, copy))));
            long imported = 0;
            long sessions = 0;
            for (Future<Map<String, Object>> run : runs) {
                imported += counts(run.get(), "users").getOrDefault("imported", 0L);
                sessions += counts(run.get(), "tokens").getOrDefault("imported", 0L);
            }
            assertThat(imported).isEqualTo(60);
            assertThat(sessions).isEqualTo(60);
        } finally {
            pool.shutdownNow();
        }
        assertThat(everything()).hasSize(240);
    }

    private static String row(long id, String name) {
        return "{\"model\": \"auth.user\", \"pk\": " + id + ", \"fields\": {\"username\": \"" + name
                + "\", \"password\": \"!x\", \"email\": \"\", \"is_active\": true, \"date_joined\": \"2020-01-01T00:00:00Z\"}}";
    }

    private Map<String, Object> importing(int exitCode, Path dump, String... more) throws JsonSyntaxException {
        List<String> arguments = new ArrayList<>(List.of("import", "django", "--json", dump.toString()));
        arguments.addAll(List.of(more));
        CommandRunner.Result result = latchkey.run(arguments.toArray(String[]::new));
        Path report = folder.resolve(dump.getFileName() + ".report.txt");
        assertThat(result.exitCode())
                .as(() -> result.err() + result.out() + reportText(report))
                .isEqualTo(exitCode);
        return nonNull(Json.object(Json.read(result.out())));
    }

    private static String reportText(Path report) {
        try {
            return Files.exists(report) ? Files.readString(report) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> nonNull(Map<String, @Nullable Object> members) {
        Map<String, Object> kept = new HashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static Map<String, Long> counts(Map<String, Object> summary, String what) {
        Map<String, Long> counts = new HashMap<>();
        Json.object(summary.get(what))
                .forEach((name, value) -> counts.put(name, ((BigInteger) Objects.requireNonNull(value)).longValue()));
        return counts;
    }

    private Set<Object> everything() {
        Set<Object> items = new HashSet<>();
        for (String table : tables.variables().values()) {
            for (Map<String, AttributeValue> item :
                    tables.client().scanPaginator(scan -> scan.tableName(table)).items()) {
                items.add(item);
            }
        }
        return items;
    }

    private String who(@Nullable Object token) {
        return TokenChecks.who(environment, String.valueOf(token));
    }

    private CheckToken.Result.Accepted accepted(@Nullable Object token) {
        return TokenChecks.accepted(environment, String.valueOf(token));
    }

    private static Map<String, @Nullable Object> secrets(String dump, String kind) throws Exception {
        Object all = Json.read(Files.readString(resource(dump + ".secrets.json")));
        return Json.object(Json.object(all).get(kind));
    }

    private static List<String> sortedLines(String text) {
        return text.lines().sorted().toList();
    }

    /** Copies a recorded dump to where its report may be written beside it. */
    private Path recorded(String name) throws Exception {
        Path copy = folder.resolve(name);
        return Files.exists(copy) ? copy : Files.copy(resource(name), copy);
    }

    private static Path resource(String name) throws Exception {
        return Path.of(Objects.requireNonNull(ImportDjangoTest.class.getResource("dumps/" + name))
                .toURI());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
