package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Randomness;
import dev.latchkey.factor.KeyFile;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Second factors between two stacks that have different keys. */
class ExportFactorsTest {
    private static final String PASSPHRASE = "seven ravens at the ferry";
    private static final byte[] ADAS = "what lies in Ada's box".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOBS = "what lies in Bob's box".getBytes(StandardCharsets.UTF_8);
    private static final SecretBox.Owner ADA = new SecretBox.Owner(8, 77);
    private static final SecretBox.Owner BOB = new SecretBox.Owner(9, -5);

    @TempDir
    private Path folder = Path.of("");

    private TestTables from;
    private TestTables to;
    private CommandRunner source;
    private CommandRunner target;
    private SecretBox there;
    private String file;

    @BeforeEach
    void fillTables() throws Exception {
        from = TestTables.create();
        to = TestTables.create();
        SecretBox here = KeyFile.box(folder.resolve("here.key"), Randomness.SECURE);
        there = KeyFile.box(folder.resolve("there.key"), Randomness.SECURE);
        source = CommandRunner.on(from, Map.of("FACTOR_KEY", "file:" + folder.resolve("here.key")));
        target = CommandRunner.on(to, Map.of("FACTOR_KEY", "file:" + folder.resolve("there.key")));
        file = folder.resolve("export.jsonl").toString();
        user(ADA, here.seal(ADA, ADAS));
        user(BOB, here.seal(BOB, BOBS));
        // Of an app that was removed its name alone is left.
        put(from, "USERS_TABLE", Map.of("pk", text("totp#10"), "incarnation", AttributeValue.fromN("1")));
    }

    @Test
    void appsAndPasskeysComeAlongUnderAPassphrase() throws IOException {
        CommandRunner.Result export = source.piped(PASSPHRASE + "\n", "export", file, "--passphrase-stdin");
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(export.err()).doesNotContain("Left out");
        assertThat(Files.readAllLines(Path.of(file)).get(0)).contains("\"version\":2", "\"method\":\"argon2id\"");

        CommandRunner.Result back = target.piped(PASSPHRASE, "import", "latchkey", file, "--passphrase-stdin");

        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(back.out()).contains("7 items imported, 0 here already.");
        assertThat(opened(ADA)).isEqualTo(ADAS);
        assertThat(opened(BOB)).isEqualTo(BOBS);
        for (String pk : List.of("user#8", "user#9", "passkey#of-8", "passkeys#8", "totp#10")) {
            assertThat(item(to, pk)).as(pk).isEqualTo(item(from, pk)).isNotEmpty();
        }
        Map<String, AttributeValue> rest = new HashMap<>(item(to, "totp#8"));
        rest.put("sealed", item(from, "totp#8").get("sealed"));
        assertThat(rest).isEqualTo(item(from, "totp#8"));
        assertThat(target.piped(PASSPHRASE, "import", "latchkey", file, "--passphrase-stdin", "--resume")
                        .out())
                .contains("0 items imported, 7 here already.");
    }

    @Test
    void appsComeAlongForARecipient() throws Exception {
        KeyPair pair = pair(2_048);
        pem("public.pem", "PUBLIC KEY", pair.getPublic());
        Path own = pem("private.pem", "PRIVATE KEY", pair.getPrivate());
        Path other = pem("other.pem", "PRIVATE KEY", pair(2_048).getPrivate());

        CommandRunner.Result export = source.run(
                "export", file, "--recipient", folder.resolve("public.pem").toString());
        assertThat(export.exitCode()).as(export.err()).isZero();

        assertThat(target.run("import", "latchkey", file).err()).contains("--private-key", "--no-apps");
        CommandRunner.Result wrong = target.run("import", "latchkey", file, "--private-key", other.toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("for another key").hasLineCount(1);
        assertThat(isEmpty(to)).isTrue();
        CommandRunner.Result back = target.run("import", "latchkey", file, "--private-key", own.toString());
        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(opened(ADA)).isEqualTo(ADAS);
    }

    @Test
    void whatIsLeftOutIsSaidInOneLine() throws IOException {
        CommandRunner.Result export = source.run("export", file);

        assertThat(export.exitCode()).isZero();
        assertThat(export.err().lines())
                .filteredOn(line -> line.startsWith("Left out"))
                .singleElement()
                .asString()
                .contains("2 users", "--passphrase", "--recipient", "cannot log in by password", "users reset-mfa");
        assertThat(Files.readString(Path.of(file))).contains("\"version\":1").doesNotContain("sealed");
        assertThat(target.run("import", "latchkey", file).exitCode()).isZero();
        // Still asked for the app: the password alone opens nothing.
        assertThat(item(to, "user#8")).isEqualTo(item(from, "user#8"));
        assertThat(item(to, "totp#8")).isEmpty();

        CommandRunner.Result fixture = source.run("export", file, "--force", "--format", "django");
        assertThat(fixture.err()).contains("Left out: second factors and passkeys of 2 users");
        assertThat(source.piped(PASSPHRASE, "export", file, "--force", "--format", "django", "--passphrase-stdin")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void anImportThatCannotOpenThemSaysSoAndWritesNothing() throws IOException {
        source.piped(PASSPHRASE, "export", file, "--passphrase-stdin");

        CommandRunner.Result unasked = target.run("import", "latchkey", file);
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err()).contains("--passphrase-stdin", "--no-apps").hasLineCount(1);
        CommandRunner.Result wrong = target.piped(PASSPHRASE + "s", "import", "latchkey", file, "--passphrase-stdin");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("another passphrase").hasLineCount(1);
        CommandRunner.Result keyless =
                CommandRunner.on(to).piped(PASSPHRASE, "import", "latchkey", file, "--passphrase-stdin");
        assertThat(keyless.exitCode()).isEqualTo(1);
        assertThat(keyless.err()).contains("FACTOR_KEY", "--no-apps").hasLineCount(1);
        assertThat(isEmpty(to)).isTrue();

        CommandRunner.Result without = target.run("import", "latchkey", file, "--no-apps");
        assertThat(without.exitCode()).isZero();
        assertThat(without.err()).contains("Left out: authenticator apps and backup codes of 2 users");
        assertThat(item(to, "totp#8")).isEmpty();
        assertThat(item(to, "passkey#of-8")).isNotEmpty();
    }

    @Test
    void aSecretThatWasMovedToAnotherUserIsFoundBeforeAnythingIsWritten() throws IOException {
        source.piped(PASSPHRASE, "export", file, "--passphrase-stdin");
        List<String> lines = Files.readAllLines(Path.of(file));
        List<String> swapped = lines.stream()
                .map(line -> line.contains("\"totp#8\"") ? sealed(line, lines) : line)
                .toList();
        assertThat(swapped).isNotEqualTo(lines);
        Files.write(Path.of(file), swapped);

        CommandRunner.Result back = target.piped(PASSPHRASE, "import", "latchkey", file, "--passphrase-stdin");

        assertThat(back.exitCode()).isEqualTo(2);
        assertThat(back.err()).contains("the secret is not the one that was exported. Nothing was imported.");
        assertThat(isEmpty(to)).isTrue();
    }

    @Test
    void whatTheStacksKeyDoesNotOpenIsSaidAndFails() {
        put(
                from,
                "USERS_TABLE",
                app(new SecretBox.Owner(11, 1), item(from, "totp#8").get("sealed")));

        CommandRunner.Result export = source.piped(PASSPHRASE, "export", file, "--passphrase-stdin");

        assertThat(export.exitCode()).isEqualTo(1);
        assertThat(export.err())
                .contains("Left out: authenticator apps and backup codes of 1 users, which this stack's key");
    }

    @Test
    void waysThatCannotBeMeantAreRefused() throws Exception {
        Path weak = pem("weak.pem", "PUBLIC KEY", pair(1_024).getPublic());
        Path text = Files.writeString(folder.resolve("text.pem"), "nothing");

        assertThat(source.piped("short", "export", file, "--passphrase-stdin").err())
                .contains("12 characters");
        assertThat(source.typed(List.of(PASSPHRASE, "another passphrase"), "export", file, "--passphrase")
                        .err())
                .contains("differ");
        assertThat(source.run("export", file, "--passphrase").err()).contains("--passphrase-stdin");
        assertThat(source.run("export", file, "--recipient", weak.toString()).err())
                .contains("2048 bits");
        assertThat(source.run("export", file, "--recipient", text.toString()).err())
                .contains("BEGIN PUBLIC KEY");
        assertThat(source.run("export", file, "--recipient", text.toString(), "--passphrase")
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRunner.on(from)
                        .piped(PASSPHRASE, "export", file, "--passphrase-stdin")
                        .err())
                .contains("FACTOR_KEY");
        assertThat(CommandRunner.on(from, Map.of("FACTOR_KEY", "file:/nowhere/factor.key"))
                        .piped(PASSPHRASE, "export", file, "--passphrase-stdin")
                        .err())
                .contains("There is no key file");
        assertThat(Path.of(file)).doesNotExist();
        assertThat(source.typed(List.of(PASSPHRASE, PASSPHRASE), "export", file, "--passphrase")
                        .exitCode())
                .isZero();
    }

    @Test
    void nothingShortLivedIsExported() throws IOException {
        List<String> kinds =
                List.of("mail#8", "step#8", "challenge#x", "event#1", "throttle#login#1", "failures#1", "undo#8");
        for (String kind : kinds) {
            put(from, "TOKENS_TABLE", Map.of("pk", text(kind), "sk", text("x")));
        }
        put(from, "TOKENS_TABLE", Map.of("pk", text("claim#ada@example.com"), "sk", text("8")));

        source.piped(PASSPHRASE, "export", file, "--passphrase-stdin");

        assertThat(Files.readString(Path.of(file)))
                .contains("claim#ada@example.com")
                .doesNotContain(kinds);
    }

    private void user(SecretBox.Owner owner, byte[] sealed) {
        String id = Long.toString(owner.userId());
        AttributeValue number = AttributeValue.fromN(id);
        AttributeValue incarnation = AttributeValue.fromN(Long.toString(owner.incarnation()));
        Map<String, AttributeValue> user = new HashMap<>(Map.of(
                "pk", text("user#" + id),
                "id", number,
                "username", text("user" + id),
                "active", AttributeValue.fromBool(true),
                "generation", AttributeValue.fromN("1"),
                "created", AttributeValue.fromN("1"),
                "incarnation", incarnation,
                "handle", AttributeValue.fromB(SdkBytes.fromUtf8String("handle of " + id)),
                "mfa", AttributeValue.fromSs(List.of("app", "passkey"))));
        put(from, "USERS_TABLE", user);
        put(from, "USERS_TABLE", app(owner, AttributeValue.fromB(SdkBytes.fromByteArray(sealed))));
        if (owner.equals(ADA)) {
            put(
                    from,
                    "USERS_TABLE",
                    Map.of("pk", text("passkey#of-8"), "id", number, "public_key", text("in Ada's phone")));
            put(
                    from,
                    "USERS_TABLE",
                    Map.of("pk", text("passkeys#8"), "id", number, "passkeys", AttributeValue.fromSs(List.of("of-8"))));
        }
    }

    private static Map<String, AttributeValue> app(SecretBox.Owner owner, AttributeValue sealed) {
        return Map.of(
                "pk", text("totp#" + owner.userId()),
                "id", AttributeValue.fromN(Long.toString(owner.userId())),
                "incarnation", AttributeValue.fromN(Long.toString(owner.incarnation())),
                "sealed", sealed,
                "last_step", AttributeValue.fromN("58000000"),
                "codes_epoch", AttributeValue.fromN("1"),
                "used", AttributeValue.fromN("5"));
    }

    private byte[] opened(SecretBox.Owner owner) {
        AttributeValue sealed = item(to, "totp#" + owner.userId()).get("sealed");
        assertThat(sealed).isNotNull();
        return there.open(owner, sealed.b().asByteArray());
    }

    /** Returns a line with the ciphertext of the other user. */
    private static String sealed(String line, List<String> lines) {
        String other = lines.stream()
                .filter(each -> each.contains("\"totp#9\""))
                .findFirst()
                .orElseThrow();
        return line.replace(ciphertext(line), ciphertext(other));
    }

    private static String ciphertext(String line) {
        String begin = "\"sealed\":{\"base64\":\"";
        int at = line.indexOf(begin) + begin.length();
        return line.substring(at, line.indexOf('"', at));
    }

    private static KeyPair pair(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private Path pem(String name, String kind, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static void put(TestTables tables, String table, Map<String, AttributeValue> item) {
        tables.client()
                .putItem(put -> put.tableName(tables.variables().get(table)).item(item));
    }

    private static Map<String, AttributeValue> item(TestTables tables, String pk) {
        return tables.client()
                .getItem(get -> get.tableName(tables.variables().get("USERS_TABLE"))
                        .key(Map.of("pk", text(pk)))
                        .consistentRead(true))
                .item();
    }

    private static boolean isEmpty(TestTables tables) {
        return Stream.of("USERS_TABLE", "TOKENS_TABLE")
                .allMatch(table -> tables.client()
                        .scan(scan -> scan.tableName(tables.variables().get(table)))
                        .items()
                        .isEmpty());
    }
}
