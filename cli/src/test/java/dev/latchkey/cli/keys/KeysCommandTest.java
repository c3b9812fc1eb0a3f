package dev.latchkey.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.CheckKey;
import dev.latchkey.account.CheckToken;
import dev.latchkey.account.CheckToken.Result;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeySettings;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about keys, services and roles, on real tables. */
class KeysCommandTest {
    private static final String SCOPES = "orders.read,orders.write@role:staff,introspect";

    @TempDir
    private Path folder;

    private final TestTables tables = TestTables.create();
    private final Map<String, String> variables = variables();
    private final CommandRunner latchkey = CommandRunner.with(variables);
    private final Environment environment = DynamoDb.environment(variables, tables.client());

    private Map<String, String> variables() {
        Map<String, String> all = new HashMap<>(tables.variables());
        all.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        all.put("KEY_SCOPES", SCOPES);
        return all;
    }

    @Test
    void makesAKeyForAServiceThatTheCheckAccepts() {
        CommandRunner.Result created = latchkey.run("users", "create", "reports", "--service");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).contains("service");
        User reports = user("reports");
        assertThat(reports.security().kind()).isEqualTo(Kind.SERVICE);
        assertThat(reports.passwordHash()).isNull();
        CommandRunner.Result made = latchkey.run(
                "keys", "create", "reports", "--scopes", "orders.read,introspect", "--name", " nightly ", "--json");
        assertThat(made.exitCode()).as(made.err()).isZero();
        Map<String, @Nullable Object> key = Json.object(json(made));
        assertThat(key.keySet())
                .containsExactly("key", "token_key", "name", "scopes", "created", "expiry", "last_used");
        assertThat(key).containsEntry("name", "nightly").containsEntry("scopes", List.of("introspect", "orders.read"));
        assertThat(check(key.get("key"))).isInstanceOfSatisfying(Result.AcceptedKey.class, accepted -> {
            assertThat(accepted.user()).isEqualTo(reports);
            assertThat(accepted.scopes()).hasToString("introspect orders.read");
            assertThat(accepted.key().key().value()).isEqualTo(key.get("token_key"));
        });
        assertThat(latchkey.auditLog())
                .last()
                .asString()
                .contains("\"key_made\"", "introspect orders.read")
                .doesNotContain(String.valueOf(key.get("key")));
    }

    @Test
    void printsNothingButTheKeyOnStandardOutput() {
        latchkey.run("users", "create", "ada", "--no-password");
        CommandRunner.Result made = latchkey.run("keys", "create", "ada", "--scopes", "orders.read", "--name", "n");
        assertThat(made.out()).matches("lkkey_[A-Za-z0-9_-]{56}\\R");
        assertThat(made.err()).contains("shown this once");
        assertThat(check(made.out().strip())).isInstanceOf(Result.AcceptedKey.class);
    }

    @Test
    void listsAndEndsKeysOneByOneAndAllAtOnce() {
        latchkey.run("users", "create", "ada", "--no-password");
        String first = make("first");
        String second = make("second");
        assertThat(latchkey.run("keys", "list", "ada").out()).contains("first", "second", "orders.read", "live");
        List<ApiKey> keys = new DynamoDbKeyStore(environment).list(user("ada").id());
        String name = keys.get(0).key().value();
        assertThat(latchkey.run("keys", "revoke", "ada", name).exitCode()).isZero();
        assertThat(check(first)).isInstanceOf(Result.Invalid.class);
        assertThat(check(second)).isInstanceOf(Result.AcceptedKey.class);
        assertThat(latchkey.run("keys", "revoke", "ada", name).exitCode()).isEqualTo(1);
        assertThat(latchkey.run("keys", "revoke", "ada", "nonsense").exitCode()).isEqualTo(2);
        assertThat(latchkey.run("keys", "revoke-all", "ada").exitCode()).isZero();
        assertThat(check(second)).isInstanceOf(Result.Invalid.class);
        assertThat(new DynamoDbKeyStore(environment).list(user("ada").id())).isEmpty();
        assertThat((List<?>) json(latchkey.run("keys", "list", "ada", "--json", "--all")))
                .isEmpty();
        assertThat(latchkey.auditLog())
                .filteredOn(line -> line.contains("_revoked\""))
                .hasSize(2);
    }

    @Test
    void sayWhyAKeyIsNotMade() {
        latchkey.run("users", "create", "ada", "--no-password");
        assertThat(refused("--scopes", "orders", "--name", "n")).contains("There is no scope \"orders\"");
        assertThat(refused("--scopes", "orders.write", "--name", "n")).contains("asks for the role staff");
        assertThat(refused("--scopes", "introspect", "--name", "n")).contains("is for services");
        assertThat(refused("--scopes", "orders.read", "--name", " ")).contains("--name: This field may not be blank.");
        assertThat(refused("--scopes", "orders.read", "--name", "n", "--ttl", "P366D"))
                .contains("--ttl must not be longer than KEY_MAX_TTL");
        assertThat(refused("--scopes", "orders.read", "--name", "n", "--ttl", "soon"))
                .contains("--ttl must be");
        latchkey.run("users", "deactivate", "ada");
        assertThat(refused("--scopes", "orders.read", "--name", "n")).contains("ada is not active.");
        Map<String, String> off = new HashMap<>(variables);
        off.remove("KEY_SCOPES");
        assertThat(CommandRunner.with(off)
                        .run("keys", "create", "ada", "--scopes", "orders.read", "--name", "n")
                        .err())
                .contains("There are no keys in the tables", "KEY_SCOPES");
        Map<String, String> wrong = new HashMap<>(variables);
        wrong.put("KEY_PREFIX", "a b");
        assertThat(CommandRunner.with(wrong).run("keys", "list", "ada").err()).contains("KEY_PREFIX must be");
    }

    @Test
    void rolesHoldOnTheNextCheck() {
        latchkey.run("users", "create", "ada", "--no-password");
        assertThat(latchkey.run("users", "roles", "ada").out()).contains("ada has no role.");
        assertThat(latchkey.run("users", "roles", "ada", "--add", "staff", "--add", "support")
                        .out())
                .contains("staff, support");
        CommandRunner.Result made = latchkey.run("keys", "create", "ada", "--scopes", "orders.write", "--name", "n");
        assertThat(check(made.out().strip()))
                .isInstanceOfSatisfying(
                        Result.AcceptedKey.class,
                        accepted -> assertThat(accepted.scopes()).hasToString("orders.write"));
        assertThat(json(latchkey.run("users", "roles", "ada", "--remove", "staff", "--json")))
                .isEqualTo(List.of("support"));
        assertThat(check(made.out().strip()))
                .isInstanceOfSatisfying(
                        Result.AcceptedKey.class,
                        accepted -> assertThat(accepted.scopes().isEmpty()).isTrue());
        assertThat(latchkey.run("users", "roles", "ada", "--remove", "support").out())
                .contains("has no role");
        assertThat(Json.object(json(latchkey.run("users", "show", "ada", "--json"))))
                .containsEntry("roles", List.of())
                .containsEntry("kind", "person");
        assertThat(latchkey.run("users", "roles", "ada", "--add", "Staff").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aUserHasTwentyRolesAtMost() {
        latchkey.run("users", "create", "ada", "--no-password");
        String[] twenty = IntStream.range(0, 20).mapToObj(i -> "--add=r" + i).toArray(String[]::new);
        List<String> arguments = new ArrayList<>(List.of("users", "roles", "ada"));
        arguments.addAll(List.of(twenty));
        assertThat(latchkey.run(arguments.toArray(String[]::new)).exitCode()).isZero();
        assertThat(latchkey.run("users", "roles", "ada", "--add", "more").exitCode())
                .isEqualTo(1);
        assertThat(latchkey.run("users", "roles", "ada", "--add", "more", "--remove", "r0")
                        .exitCode())
                .isZero();
    }

    /** Whoever moves to other tables takes along what machines hold, and what they may do. */
    @Test
    void keysAndRolesGoAlongInAnExport() throws IOException {
        latchkey.run("users", "create", "reports", "--service");
        latchkey.run("users", "roles", "reports", "--add", "staff");
        String key = latchkey.run("keys", "create", "reports", "--scopes", "orders.write", "--name", "n")
                .out()
                .strip();
        Path file = folder.resolve("export.jsonl");
        assertThat(latchkey.run("export", file.toString()).exitCode()).isZero();
        assertThat(Files.readString(file)).doesNotContain(key);

        TestTables to = TestTables.create();
        Map<String, String> elsewhere = new HashMap<>(variables);
        elsewhere.putAll(to.variables());
        assertThat(CommandRunner.with(elsewhere)
                        .run("import", "latchkey", file.toString())
                        .exitCode())
                .isZero();

        assertThat(check(DynamoDb.environment(elsewhere, to.client()), key))
                .isInstanceOfSatisfying(
                        Result.AcceptedKey.class,
                        accepted -> assertThat(accepted.scopes()).hasToString("orders.write"));
    }

    @Test
    void aServiceHasNoPassword() {
        assertThat(latchkey.run("users", "create", "robot", "--service", "--no-password")
                        .exitCode())
                .isEqualTo(2);
        assertThat(latchkey.run("users", "create", "robot", "--service").exitCode())
                .isZero();
        CommandRunner.Result set =
                latchkey.piped("Vorpal-Tundra-7\n", "users", "set-password", "robot", "--password-stdin");
        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.err()).contains("is a service");
    }

    private String make(String name) {
        return latchkey.run("keys", "create", "ada", "--scopes", "orders.read", "--name", name)
                .out()
                .strip();
    }

    private String refused(String... options) {
        List<String> arguments = new ArrayList<>(List.of("keys", "create", "ada"));
        arguments.addAll(List.of(options));
        CommandRunner.Result result = latchkey.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    private User user(String name) {
        return new DynamoDbUserStore(environment).findByName(name).orElseThrow();
    }

    private Result check(@Nullable Object key) {
        return check(environment, key);
    }

    private static Result check(Environment where, @Nullable Object key) {
        KeySettings settings = KeySettings.from(where.variables()).orElseThrow();
        CheckKey keys = new CheckKey(new DynamoDbKeyStore(where), settings, where::now);
        return new CheckToken(new DynamoDbSessionStore(where), TokenSettings.from(where.variables()), keys, where::now)
                .check(String.valueOf(key));
    }

    private static @Nullable Object json(CommandRunner.Result result) {
        try {
            return Json.read(result.out());
        } catch (JsonSyntaxException e) {
            throw new AssertionError(result.err(), e);
        }
    }
}
