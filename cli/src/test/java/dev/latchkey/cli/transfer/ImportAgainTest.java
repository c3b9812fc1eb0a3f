package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.TokenChecks;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A site goes on living while it is imported: what changed there, here, or on both sides between two imports. */
class ImportAgainTest {
    private static final String INVALID = "Invalid token.";

    @TempDir
    private Path folder = Path.of("");

    private CommandRunner latchkey;
    private Environment environment;
    private DynamoDbUserStore users;
    private DynamoDbSessionStore sessions;

    @BeforeEach
    void createTables() {
        TestTables tables = TestTables.create();
        latchkey = CommandRunner.on(tables);
        environment = DynamoDb.environment(tables.variables(), tables.client());
        users = new DynamoDbUserStore(environment);
        sessions = new DynamoDbSessionStore(environment);
    }

    /** A user of the site, and their tokens. */
    private static final class Site {
        private final List<String> rows = new ArrayList<>();

        Site user(long id, String name, String password, boolean active, String email) {
            return user(id, name, password, active, email, null);
        }

        Site user(long id, String name, String password, boolean active, String email, @Nullable String lastLogin) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("username", name);
            fields.put("password", password);
            fields.put("is_active", active);
            fields.put("email", email);
            fields.put("last_login", lastLogin);
            fields.put("date_joined", "2021-01-01T00:00:00Z");
            return row("auth.user", id, fields);
        }

        Site token(String text, long user, @Nullable String expiry) throws Exception {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("user", user);
            fields.put("created", "2026-01-01T00:00:00Z");
            fields.put("expiry", expiry);
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.US_ASCII));
            return row("knox.authtoken", HexFormat.of().formatHex(digest), fields);
        }

        private Site row(String model, Object key, Map<String, @Nullable Object> fields) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("model", model);
            row.put("pk", key);
            row.put("fields", fields);
            rows.add(Json.write(row));
            return this;
        }
    }

    private static String token(int number) {
        return String.format(Locale.ROOT, "%064x", number);
    }

    @Test
    void whatChangedAtTheSourceAloneIsTaken() throws Exception {
        importing(
                0,
                new Site()
                        .user(1, "pw", "md5$a$1", true, "a@example.com")
                        .user(2, "off", "md5$a$1", true, "a@example.com")
                        .user(3, "mail", "md5$a$1", true, "a@example.com")
                        .user(4, "name", "md5$a$1", true, "a@example.com")
                        .user(5, "same", "md5$a$1", true, "a@example.com")
                        .token(token(1), 1, null)
                        .token(token(2), 2, null)
                        .token(token(5), 5, null));

        Map<String, Long> second = importing(
                0,
                new Site()
                        .user(1, "pw", "md5$a$2", true, "a@example.com")
                        .user(2, "off", "md5$a$1", false, "a@example.com")
                        .user(3, "mail", "md5$a$1", true, "new@example.com", "2026-05-05T00:00:00Z")
                        .user(4, "renamed", "md5$a$1", true, "a@example.com")
                        .user(5, "same", "md5$a$1", true, "a@example.com")
                        .token(token(1), 1, null)
                        .token(token(2), 2, null)
                        .token(token(5), 5, null)
                        .token(token(9), 1, null));

        assertThat(second).containsEntry("updated", 4L).containsEntry("already_here", 1L);
        assertThat(user(1).passwordHash()).isEqualTo(new PasswordHash("md5$a$2"));
        assertThat(user(2).active()).isFalse();
        assertThat(user(3).email()).isEqualTo("new@example.com");
        assertThat(user(3).lastLogin()).isEqualTo(Instant.parse("2026-05-05T00:00:00Z"));
        assertThat(users.findByName("renamed").orElseThrow().id()).isEqualTo(4);
        assertThat(users.findByName("name")).isEmpty();
        assertThat(who(token(1))).isEqualTo(INVALID);
        assertThat(who(token(2))).isEqualTo("User inactive or deleted.");
        assertThat(who(token(5))).isEqualTo("same");
        assertThat(who(token(9))).as("a token that is new at the source").isEqualTo("pw");
    }

    @Test
    void whatChangedHereAloneIsKeptWithoutAWord() throws Exception {
        Site site = new Site()
                .user(1, "pw", "md5$a$1", true, "")
                .user(2, "off", "md5$a$1", true, "")
                .user(3, "out", "md5$a$1", true, "")
                .token(token(3), 3, null);
        importing(0, site);
        assertThat(users.changePassword(user(1), new PasswordHash("$argon2id$here"), null))
                .isTrue();
        users.setActive(2, false);
        users.endAllSessions(3);

        Map<String, Long> second = importing(0, site);

        assertThat(second).containsEntry("changed_here", 3L);
        assertThat(reported()).isEmpty();
        assertThat(user(1).passwordHash()).isEqualTo(new PasswordHash("$argon2id$here"));
        assertThat(user(2).active()).isFalse();
        assertThat(who(token(3))).isEqualTo(INVALID);
    }

    /** The source opened its sessions for the password alone, which is not enough here for who has set an app up. */
    @Test
    void whoHasAnAppHereGetsNoFurtherSessionsOfTheSource() throws Exception {
        Site site = new Site().user(1, "with-app", "md5$a$1", true, "").user(2, "without", "md5$a$1", true, "");
        importing(0, site);
        Tables tables = Tables.from(environment.variables());
        DynamoDb.of(environment)
                .updateItem(request -> request.tableName(tables.users())
                        .key(UserItems.key(1))
                        .updateExpression("SET mfa = :app")
                        .expressionAttributeValues(Map.of(":app", AttributeValue.fromSs(List.of("app")))));

        importing(0, site.token(token(1), 1, null).token(token(2), 2, null));

        assertThat(who(token(1))).isEqualTo(INVALID);
        assertThat(who(token(2))).isEqualTo("without");
    }

    @Test
    void whatChangedOnBothSidesIsAConflict() throws Exception {
        importing(0, new Site().user(1, "pw", "md5$a$1", true, "").user(2, "both", "md5$a$1", true, ""));
        users.changePassword(user(1), new PasswordHash("$argon2id$here"), null);
        users.setActive(2, false);
        Site moved =
                new Site().user(1, "pw", "md5$a$2", true, "new@example.com").user(2, "both", "md5$a$1", false, "");

        Map<String, Long> second = importing(1, moved);

        assertThat(second).containsEntry("conflicts", 1L).containsEntry("already_here", 1L);
        assertThat(reported())
                .contains("auth.user 1: changed here and at the source, and left as it is here: password");
        assertThat(user(1).passwordHash()).isEqualTo(new PasswordHash("$argon2id$here"));
        assertThat(user(1).email()).as("what is no conflict is taken").isEqualTo("new@example.com");
        assertThat(importing(1, moved)).containsEntry("conflicts", 1L);
    }

    @Test
    void aHashThatALoginMadeAnewIsNoChangeOfThePassword() throws Exception {
        importing(0, new Site().user(1, "pw", "md5$a$1", true, ""));
        rehash(1, "$argon2id$same-password");

        importing(0, new Site().user(1, "pw", "md5$a$1", true, ""));
        assertThat(user(1).passwordHash()).isEqualTo(new PasswordHash("$argon2id$same-password"));

        importing(0, new Site().user(1, "pw", "md5$a$2", true, ""));
        assertThat(user(1).passwordHash()).isEqualTo(new PasswordHash("md5$a$2"));
    }

    @Test
    void theLastDumpEndsWhatItLacks() throws Exception {
        importing(
                0,
                new Site()
                        .user(1, "stays", "!", true, "")
                        .user(2, "gone", "!", true, "")
                        .token(token(1), 1, null)
                        .token(token(2), 1, null)
                        .token(token(3), 2, null));
        Site last = new Site().user(1, "stays", "!", true, "").token(token(1), 1, null);

        importing(0, last);
        assertThat(who(token(2))).as("not the last dump").isEqualTo("stays");
        assertThat(importing(1, last, "--final", "--dry-run")).containsEntry("gone_at_source", 1L);
        assertThat(who(token(2))).isEqualTo("stays");
        importing(1, last, "--final");

        assertThat(who(token(1))).isEqualTo("stays");
        assertThat(who(token(2))).isEqualTo(INVALID);
        assertThat(who(token(3))).isEqualTo(INVALID);
        assertThat(reported()).contains("auth.user 2: gone came by an earlier import and is not in this dump");
        assertThat(latchkey.run("import", "django", "x", "--final", "--no-tokens")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aDeletedUserAndAnEndedTokenNeverComeBack() throws Exception {
        Site site = new Site()
                .user(1, "deleted", "md5$a$1", true, "")
                .user(2, "out", "md5$a$1", true, "")
                .token(token(1), 1, null)
                .token(token(2), 2, null);
        importing(0, site);
        assertThat(latchkey.run("users", "delete", "deleted", "--yes").exitCode())
                .isZero();
        sessions.list(2).forEach(session -> sessions.end(2, session.key()));

        Map<String, Long> second = importing(1, site);

        assertThat(second).containsEntry("deleted_here", 1L).containsEntry("imported", 0L);
        assertThat(users.find(1)).isEmpty();
        assertThat(users.findByName("deleted")).isEmpty();
        assertThat(who(token(1))).isEqualTo(INVALID);
        assertThat(who(token(2))).isEqualTo(INVALID);
        assertThat(importing(0, new Site().user(1, "deleted", "md5$a$1", true, ""), "--dry-run"))
                .containsEntry("deleted_here", 1L);
    }

    @Test
    void aTokenWhoseExpiryTheSourceMovedLivesOn() throws Exception {
        importing(0, new Site().user(1, "ann", "!", true, "").token(token(1), 1, "2027-01-01T00:00:00Z"));
        importing(0, new Site().user(1, "ann", "!", true, "").token(token(1), 1, "2100-01-01T00:00:00Z"));

        assertThat(TokenChecks.accepted(environment, token(1)).session().expiry())
                .isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
    }

    @Test
    void aNameThatOneGaveUpGoesToAnother() throws Exception {
        importing(0, new Site().user(1, "alice", "!", true, "").user(2, "bob", "!", true, ""));
        importing(0, new Site().user(2, "alice", "!", true, "").user(1, "alicia", "!", true, ""));

        assertThat(users.findByName("alice").orElseThrow().id()).isEqualTo(2);
        assertThat(users.findByName("alicia").orElseThrow().id()).isEqualTo(1);
        assertThat(users.findByName("bob")).isEmpty();
    }

    @Test
    void aNameThatIsTakenHereIsAConflict() throws Exception {
        importing(0, new Site().user(1, "alice", "!", true, ""));
        assertThat(latchkey.piped(
                                "Zx9-vorpal-Tundra\n",
                                "users",
                                "create",
                                "taken",
                                "--email",
                                "t@example.com",
                                "--password-stdin")
                        .exitCode())
                .isZero();

        importing(1, new Site().user(1, "Taken", "!", true, "a@example.com"));

        assertThat(user(1).username()).isEqualTo("alice");
        assertThat(user(1).email()).isEqualTo("a@example.com");
        assertThat(reported()).contains("left as it is here: name");
    }

    /** Whatever comes first, the password of the source or the one that was set here is in force, and no other. */
    @Test
    void importsBesidePasswordChangesLoseNothing() throws Exception {
        for (int round = 0; round < 20; round++) {
            long id = 100L + round;
            String name = "racer" + round;
            importing(0, new Site().user(id, name, "md5$a$1", true, "").token(token(round), id, null));
            Path moved = write(new Site().user(id, name, "md5$a$2", true, "").token(token(round), id, null));
            AtomicBoolean changed = new AtomicBoolean();
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                Future<Integer> run = pool.submit(
                        () -> latchkey.run("import", "django", moved.toString()).exitCode());
                Future<?> change = pool.submit(
                        () -> changed.set(users.changePassword(user(id), new PasswordHash("$argon2id$here"), null)));
                change.get();
                int exitCode = run.get();
                String hash = Objects.requireNonNull(user(id).passwordHash()).encoded();
                assertThat(hash).isEqualTo(changed.get() ? "$argon2id$here" : "md5$a$2");
                assertThat(exitCode).isEqualTo(changed.get() ? 1 : 0);
                assertThat(who(token(round))).isEqualTo(INVALID);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void manyUsersAndTokensGoInFewTransactionsAndBadOnesHoldNobodyUp() throws Exception {
        Site site = new Site();
        for (int id = 1; id <= 130; id++) {
            site.user(id, "user" + id, "!", true, "").token(token(id), id, null).token(token(1_000 + id), id, null);
        }
        importing(0, new Site().user(7, "user7", "!", true, "").user(31, "user90", "!", true, ""));

        Map<String, Long> all = importing(0, site);

        assertThat(all)
                .containsEntry("imported", 128L)
                .containsEntry("already_here", 1L)
                .containsEntry("updated", 1L);
        for (int id : List.of(1, 7, 31, 90, 130)) {
            assertThat(who(token(id))).isEqualTo("user" + id);
            assertThat(who(token(1_000 + id))).isEqualTo("user" + id);
        }
    }

    private User user(long id) {
        return users.find(id).orElseThrow();
    }

    /** Stores what a login stores: the same password under another hash, and no more sessions ended than before. */
    private void rehash(long id, String hash) {
        DynamoDb.of(environment)
                .updateItem(request -> request.tableName(environment.variables().required("USERS_TABLE"))
                        .key(UserItems.key(id))
                        .updateExpression("SET password = :hash, sessions = sessions + :one")
                        .expressionAttributeValues(Map.of(":hash", Item.string(hash), ":one", Item.numeric(1))));
    }

    private String who(String token) {
        return TokenChecks.who(environment, token);
    }

    private Path write(Site site) throws IOException {
        return Files.writeString(folder.resolve("site.json"), "[" + String.join(",\n", site.rows) + "]");
    }

    private Map<String, Long> importing(int exitCode, Site site, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("import", "django", "--json", write(site).toString()));
        arguments.addAll(List.of(more));
        CommandRunner.Result result = latchkey.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode())
                .as(result.err() + result.out() + reported())
                .isEqualTo(exitCode);
        Map<String, Long> counts = new HashMap<>();
        Json.object(Json.object(Json.read(result.out())).get("users"))
                .forEach((name, value) -> counts.put(name, ((BigInteger) Objects.requireNonNull(value)).longValue()));
        return counts;
    }

    private String reported() throws IOException {
        return Files.readString(folder.resolve("site.json.report.txt"));
    }
}
