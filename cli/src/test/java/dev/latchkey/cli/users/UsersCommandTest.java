package dev.latchkey.cli.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbPasskeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.TokenChecks;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.operator.AccountAdmin;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.proof.App;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Sealed;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.PasskeyStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The operator's commands on real tables. */
class UsersCommandTest {
    private static final String PASSWORD = "Vorpal-Tundra-7";

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

    @Test
    void createsUserWhoCanLogIn() {
        CommandRunner.Result created = latchkey.piped(
                PASSWORD + "\n", "users", "create", "Alice", "--email", "alice@EXAMPLE.com", "--password-stdin");

        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out())
                .contains("Alice", "alice@example.com", "argon2id")
                .doesNotContain(PASSWORD);
        assertThat(passwordIs("alice", PASSWORD)).isTrue();
    }

    @Test
    void unlocksWhoFailedTooOften() {
        latchkey.piped(PASSWORD + "\n", "users", "create", "Alice", "--password-stdin");
        AttemptStore attempts = new DynamoDbAttemptStore(environment);
        Limits once = new Limits(10, 1, Duration.ofMinutes(15), Duration.ZERO);
        for (String source : List.of("192.0.2.1", "192.0.2.2")) {
            attempts.count(new Subject("login", source, "alice"), once, environment.now());
        }

        CommandRunner.Result unlocked = latchkey.run("users", "unlock", "ALICE");

        assertThat(unlocked.exitCode()).as(unlocked.err()).isZero();
        assertThat(unlocked.out()).contains("2 addresses");
        assertThat(attempts.count(new Subject("login", "192.0.2.1", "alice"), once, environment.now()))
                .isInstanceOf(Counted.class);
        assertThat(latchkey.run("users", "unlock", "nobody").exitCode()).isEqualTo(1);
    }

    @Test
    void unlocksWhoWasGuessedAtFromManyPlaces() {
        User alice = create("alice");
        Environment strict = DynamoDb.environment(
                Map.of(
                        "USERS_TABLE",
                        Objects.requireNonNull(tables.variables().get("USERS_TABLE")),
                        "TOKENS_TABLE",
                        Objects.requireNonNull(tables.variables().get("TOKENS_TABLE")),
                        "LOGIN_FAILURES_PER_USER",
                        "1"),
                tables.client());
        AccountThrottle throttle = new AccountThrottle(strict, new DynamoDbAttemptStore(strict));
        throttle.begin(Optional.of(alice), "alice", "192.0.2.1");
        assertThat(throttle.begin(Optional.of(alice), "alice", "192.0.2.2")).isInstanceOf(Admission.Throttled.class);

        assertThat(latchkey.run("users", "unlock", "alice").out()).contains("are forgotten");

        assertThat(throttle.begin(Optional.of(alice), "alice", "192.0.2.2")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void unlocksWhoseCodesWereGuessed() {
        User alice = create("alice");
        CodeThrottle throttle = CodeThrottle.of(new DynamoDbAttemptStore(environment));
        Code wrong = Code.of("123456");
        for (int i = 0; i < 10; i++) {
            throttle.begin(alice, wrong, "192.0.2.1", environment.now());
        }
        assertThat(throttle.begin(alice, wrong, "192.0.2.1", environment.now()))
                .isInstanceOf(Admission.Throttled.class);

        assertThat(latchkey.run("users", "unlock", "alice").out()).contains("are forgotten");

        assertThat(throttle.begin(alice, wrong, "192.0.2.1", environment.now())).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void takesASecondFactorAwayWithAllSessions() {
        User alice = create("alice");
        assertThat(latchkey.run("users", "reset-mfa", "alice", "--now").out()).contains("has no second factor");
        DynamoDbFactorStore factors = new DynamoDbFactorStore(environment);
        long incarnation = alice.security().incarnation();
        PendingApp pending = new PendingApp(
                new Sealed(new byte[] {1}), incarnation, environment.now().plus(PendingApp.LIFE));
        factors.begin(alice, pending);
        Session session = new Session(
                alice.id(),
                TokenDigest.sha512(new byte[] {1}),
                alice.generation(),
                environment.now(),
                null,
                null,
                Session.Client.UNKNOWN);
        assertThat(tokens.open(alice, session, null, null)).isEqualTo(OpenResult.OPENED);
        assertThat(factors.confirm(
                        alice,
                        pending,
                        App.confirmed(pending.sealed(), incarnation, 1),
                        session.key(),
                        Authentication.byCode(environment.now()),
                        Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.DONE);
        CommandRunner.Result unheard = latchkey.run("users", "reset-mfa", "alice");
        assertThat(unheard.exitCode()).isEqualTo(1);
        assertThat(unheard.err()).contains("sends no mail", "--now").hasLineCount(1);

        CommandRunner.Result reset = latchkey.run("users", "reset-mfa", "alice", "--now");

        assertThat(reset.exitCode()).as(reset.err()).isZero();
        FactorStore.Factors now = factors.find(alice.id());
        User user = Objects.requireNonNull(now.user());
        assertThat(user.security().factors()).isEmpty();
        assertThat(user.security().epoch()).isEqualTo(2);
        assertThat(user.generation()).isEqualTo(alice.generation() + 1);
        assertThat(now.app()).isNull();
        assertThat(now.hadApp()).isTrue();
    }

    @Test
    void writesToTheOwnerAndWaitsBeforeTakingASecondFactorAway() {
        TestTables tables = TestTables.ofEverything();
        Environment mailed = DynamoDb.environment(tables.variables(), tables.client());
        CommandRunner commands = CommandRunner.on(tables);
        commands.run("users", "create", "alice", "--email", "alice@example.com", "--no-password");
        User alice = new DynamoDbUserStore(mailed).findByName("alice").orElseThrow();
        assertThat(commands.run("users", "reset-mfa", "alice").out()).contains("has no second factor");
        tables.client()
                .updateItem(update -> update.tableName(tables.variables().get("USERS_TABLE"))
                        .key(Map.of("pk", AttributeValue.fromS("user#" + alice.id())))
                        .updateExpression("SET mfa = :mfa")
                        .expressionAttributeValues(Map.of(":mfa", AttributeValue.fromSs(List.of("app")))));

        CommandRunner.Result asked = commands.run("users", "reset-mfa", "alice", "--language", "de");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.out()).contains("The second factor of alice goes at 20", "a mail is on its way");
        assertThat(commands.run("users", "reset-mfa", "alice").out()).contains("asked for before");
        assertThat(commands.run("users", "reset-mfa", "alice", "--language", "xx")
                        .exitCode())
                .isEqualTo(2);
        assertThat(tables.client()
                        .scan(scan -> scan.tableName(tables.variables().get("EVENTS_TABLE")))
                        .items())
                .extracting(item -> item.containsKey("kind")
                        ? item.get("kind").s() + " " + item.get("language").s()
                        : "")
                .containsExactlyInAnyOrder("", "factor.reset_requested de");
        assertThat(commands.auditLog()).last().asString().contains("\"event\":\"factor_reset_asked\"");
        assertThat(new DynamoDbUserStore(mailed)
                        .find(alice.id())
                        .orElseThrow()
                        .security()
                        .factors())
                .hasSize(1);
    }

    @Test
    void passkeysGoWithTheSecondFactorAndWithTheUser() {
        for (List<String> command : List.of(
                List.of("users", "reset-mfa", "alice", "--now"), List.of("users", "delete", "alice", "--yes"))) {
            User alice = create("alice");
            DynamoDbPasskeyStore passkeys = new DynamoDbPasskeyStore(environment);
            Passkey passkey = addPasskey(alice, passkeys);
            assertThat(passkeys.owner(alice.id()).digests())
                    .containsExactly(passkey.id().digest());

            CommandRunner.Result result = latchkey.run(command.toArray(String[]::new));

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(passkeys.find(passkey.id())).isEmpty();
            assertThat(passkeys.owner(alice.id()).digests()).isEmpty();
            latchkey.run("users", "delete", "alice", "--yes");
        }
    }

    private Passkey addPasskey(User user, DynamoDbPasskeyStore passkeys) {
        Session session = new Session(
                user.id(),
                TokenDigest.sha512(new byte[] {2}),
                user.generation(),
                environment.now(),
                null,
                null,
                Session.Client.UNKNOWN);
        assertThat(tokens.open(user, session, null, null)).isEqualTo(OpenResult.OPENED);
        UserHandle handle =
                passkeys.handle(user, UserHandle.random(Randomness.SECURE)).orElseThrow();
        Challenges.NewChallenge made =
                new Challenges(Randomness.SECURE).forUser(Challenge.Purpose.REGISTER, user, environment.now());
        passkeys.begin(made.challenge());
        Passkey passkey = new Passkey(
                new CredentialId(Octets.of(Randomness.SECURE.bytes(16))),
                user.id(),
                user.security().incarnation(),
                handle,
                Octets.of(new byte[] {1}),
                0,
                false,
                false,
                List.of(),
                "a key",
                environment.now(),
                null);
        ChallengeClaim claim = new ChallengeClaim(
                made.challenge().digest(),
                Challenge.Purpose.REGISTER,
                user.id(),
                user.security().incarnation(),
                null,
                environment.now());
        assertThat(passkeys.add(
                        passkeys.owner(user.id()),
                        passkey,
                        claim,
                        session.key(),
                        Authentication.byPasskey(environment.now()),
                        Sequel.NONE))
                .isEqualTo(PasskeyStore.Change.DONE);
        return passkey;
    }

    @Test
    void asksForThePasswordTwice() {
        assertThat(latchkey.typed(List.of(PASSWORD, PASSWORD), "users", "create", "alice")
                        .exitCode())
                .isZero();
        assertThat(passwordIs("alice", PASSWORD)).isTrue();

        CommandRunner.Result differing = latchkey.typed(List.of(PASSWORD, "another-1"), "users", "create", "bob");
        assertThat(differing.exitCode()).isEqualTo(1);
        assertThat(differing.err()).contains("differ");
        assertThat(latchkey.run("users", "create", "bob").exitCode()).isEqualTo(2);
        assertThat(users.findByName("bob")).isEmpty();
    }

    @Test
    void refusesWhatRegistrationRefuses() {
        create("alice");

        assertThat(latchkey.piped(PASSWORD, "users", "create", "ALICE", "--password-stdin"))
                .isEqualTo(new CommandRunner.Result(1, "", "latchkey: A user with that username already exists.\n"));
        assertThat(latchkey.piped(PASSWORD, "users", "create", "no spaces", "--password-stdin")
                        .err())
                .contains("Enter a valid username.");
        assertThat(latchkey.piped(PASSWORD, "users", "create", "bob", "--email", "nowhere", "--password-stdin")
                        .err())
                .contains("Enter a valid email address.");
        assertThat(latchkey.piped("12345", "users", "create", "bob", "--password-stdin")
                        .err())
                .contains("too short", "too common", "entirely numeric");
        assertThat(latchkey.piped("12345", "users", "create", "bob", "--password-stdin", "--no-policy")
                        .exitCode())
                .isZero();
        assertThat(latchkey.piped(" \n", "users", "create", "carl", "--password-stdin", "--no-policy")
                        .err())
                .contains("may not be blank");
    }

    @Test
    void showsUserByNameAndById() {
        User alice = create("alice");
        logIn(alice);

        assertThat(latchkey.run("users", "show", "ALICE").out())
                .contains("Id          " + alice.id(), "Name        alice", "Sessions    1");
        assertThat(Json.object(json(latchkey.run("users", "show", "id:" + alice.id(), "--json"))))
                .containsEntry("username", "alice")
                .containsEntry("active", true)
                .containsEntry("password", "argon2id")
                .containsKey("last_login");
    }

    @Test
    void saysWhoIsNotThere() {
        for (String command : List.of("show", "activate", "deactivate", "delete")) {
            CommandRunner.Result result = latchkey.run("users", command, "nobody");
            assertThat(result.exitCode()).as(command).isEqualTo(1);
            assertThat(result.err()).contains("There is no user nobody in the tables");
        }
        assertThat(latchkey.run("users", "show", "id:x").exitCode()).isEqualTo(2);
        assertThat(latchkey.run("tokens", "list", "id:4711").exitCode()).isEqualTo(1);
    }

    @Test
    void listsInPagesThatTogetherAreEverybody() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            names.add(create("user" + i).username());
        }

        Set<String> listed = new HashSet<>();
        Object next = null;
        int pages = 0;
        do {
            CommandRunner.Result page = next == null
                    ? latchkey.run("users", "list", "--json", "--limit", "3")
                    : latchkey.run("users", "list", "--json", "--limit", "3", "--after", next.toString());
            Map<String, Object> answer = Json.object(json(page));
            for (Object user : (List<?>) Objects.requireNonNull(answer.get("users"))) {
                assertThat(listed.add((String) Json.object(user).get("username")))
                        .isTrue();
            }
            next = answer.get("next");
            pages++;
        } while (next != null);

        assertThat(listed).isEqualTo(names);
        assertThat(pages).isEqualTo(3);
        assertThat(latchkey.run("users", "list", "--limit", "3").err()).contains("users list --after id:");
        assertThat(latchkey.run("users", "list", "--all").out().lines()).hasSize(8);
        assertThat(latchkey.run("users", "list", "--limit", "0").exitCode()).isEqualTo(2);
        assertThat(latchkey.run("users", "list", "--help").out()).contains("scans the users table");
    }

    @Test
    void findsByAPartOfNameOrAddress() {
        create("alice");
        create("Mal\u00ede");
        CommandRunner.Result created =
                latchkey.piped(PASSWORD, "users", "create", "bob", "--email", "Robert@example.com", "--password-stdin");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(latchkey.run("users", "list", "--search", "ALI").out())
                .contains("alice")
                .doesNotContain("bob")
                .doesNotContain("Mal\u00ede");
        assertThat(latchkey.run("users", "list", "--search", "MAL\u00cd").out()).contains("Mal\u00ede");
        assertThat(latchkey.run("users", "list", "--search", "robert@").out())
                .contains("bob")
                .doesNotContain("alice");
        assertThat(latchkey.run("users", "list", "--search", "nobody").out()).isEmpty();
        Map<String, Object> found =
                Json.object(json(latchkey.run("users", "list", "--search", "EXAMPLE.com", "--json")));
        assertThat((List<?>) Objects.requireNonNull(found.get("users"))).hasSize(1);
        assertThat(found).containsEntry("next", null);
    }

    @Test
    void deactivationHoldsOnTheNextRequestAndActivationBringsNoSessionBack() throws Exception {
        User alice = create("alice");
        TokenText token = logIn(alice);
        assertThat(who(token)).isEqualTo("alice");

        assertThat(latchkey.run("users", "deactivate", "alice").exitCode()).isZero();
        assertThat(who(token)).isEqualTo("User inactive or deleted.");
        assertThat(latchkey.run("users", "deactivate", "alice").out()).contains("not active anyway");

        assertThat(latchkey.run("users", "activate", "alice").exitCode()).isZero();
        assertThat(who(token)).isEqualTo("Invalid token.");
        assertThat(users.find(alice.id()).orElseThrow().active()).isTrue();
    }

    @Test
    void setsThePasswordOfInactiveUsersTooAndEndsSessions() {
        User alice = create("alice");
        TokenText token = logIn(alice);

        assertThat(latchkey.piped("Other-Marmot-12\r\n", "users", "set-password", "alice", "--password-stdin")
                        .exitCode())
                .isZero();
        assertThat(passwordIs("alice", "Other-Marmot-12")).isTrue();
        assertThat(who(token)).isEqualTo("Invalid token.");

        latchkey.run("users", "deactivate", "alice");
        assertThat(latchkey.piped(PASSWORD, "users", "set-password", "alice", "--password-stdin")
                        .exitCode())
                .isZero();
        assertThat(passwordIs("alice", PASSWORD)).isTrue();
        assertThat(latchkey.piped("alice-1x", "users", "set-password", "alice", "--password-stdin")
                        .err())
                .contains("too similar to the username");
    }

    @Test
    void deletesOnlyWhenSure() {
        create("alice");

        assertThat(latchkey.run("users", "delete", "alice").exitCode()).isEqualTo(2);
        assertThat(latchkey.typed(List.of("n"), "users", "delete", "alice").exitCode())
                .isEqualTo(1);
        assertThat(users.findByName("alice")).isPresent();
        assertThat(latchkey.typed(List.of("Y"), "users", "delete", "alice").exitCode())
                .isZero();
        assertThat(users.findByName("alice")).isEmpty();
    }

    @Test
    void deletionLeavesNothingBehindAndTheNameIsFree() {
        User alice = create("Alice");
        for (int i = 0; i < 30; i++) {
            logIn(alice);
        }

        assertThat(latchkey.run("users", "delete", "alice", "--yes").exitCode()).isZero();

        assertThat(tables.client()
                        .scan(scan -> scan.tableName(tables.variables().get("USERS_TABLE")))
                        .items())
                .isEmpty();
        assertThat(tables.client()
                        .scan(scan -> scan.tableName(tables.variables().get("TOKENS_TABLE")))
                        .items())
                .isEmpty();
        create("alice");
    }

    @Test
    void deletionRacingLoginsLeavesNoToken() throws Exception {
        AccountAdmin admin = new AccountAdmin(environment);
        ExecutorService pool = Executors.newFixedThreadPool(5);
        try {
            for (int round = 0; round < 20; round++) {
                User user = create("racer");
                List<Future<?>> logins = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    logins.add(pool.submit(() -> open(user)));
                }
                assertThat(admin.delete(user.id())).isTrue();
                for (Future<?> login : logins) {
                    login.get();
                }
                assertThat(tokens.list(user.id())).as("round %d", round).isEmpty();
                assertThat(users.find(user.id())).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void listsAndRevokesSessions() {
        User alice = create("alice");
        TokenText first = logIn(alice);
        TokenText second = logIn(alice);
        String key = TokenDigest.of(first).key().value();

        assertThat(latchkey.run("tokens", "list", "alice").out())
                .contains(key, TokenDigest.of(second).key().value(), "live", "192.0.2.7")
                .doesNotContain(first.reveal());
        assertThat(latchkey.run("tokens", "revoke", "alice", key).exitCode()).isZero();
        assertThat(latchkey.run("tokens", "revoke", "alice", key).exitCode()).isEqualTo(1);
        assertThat(latchkey.run("tokens", "revoke", "alice", "short").exitCode())
                .isEqualTo(2);
        assertThat(who(first)).isEqualTo("Invalid token.");
        assertThat((List<?>) json(latchkey.run("tokens", "list", "alice", "--json")))
                .hasSize(1);
    }

    @Test
    void revokingAllEndsAndCleansEverySession() {
        User alice = create("alice");
        TokenText first = logIn(alice);
        logIn(alice);

        assertThat(latchkey.run("tokens", "revoke-all", "alice").exitCode()).isZero();

        assertThat(who(first)).isEqualTo("Invalid token.");
        assertThat(tokens.list(alice.id())).isEmpty();
        logIn(users.find(alice.id()).orElseThrow());
        assertThat(tokens.list(alice.id())).hasSize(1);
    }

    @Test
    void namesThatWouldDriveTheTerminalAreShownEscaped() {
        User user = User.registered(7, "\u001b[31mred\u202e", "", null, Instant.EPOCH);
        users.create(user, "red", null);

        assertThat(latchkey.run("users", "show", "id:7").out())
                .contains("\\u{1b}[31mred\\u{202e}")
                .doesNotContain("\u001b");
    }

    private User create(String name) {
        CommandRunner.Result created = latchkey.piped(PASSWORD, "users", "create", name, "--password-stdin");
        assertThat(created.exitCode()).as(created.err()).isZero();
        return users.findByName(name.toLowerCase(Locale.ROOT)).orElseThrow();
    }

    private TokenText logIn(User user) {
        return open(user).orElseThrow();
    }

    private Optional<TokenText> open(User user) {
        TokenText text = new TokenFormat("", true).create(user.id(), Randomness.SECURE);
        Session session = new Session(
                user.id(),
                TokenDigest.of(text),
                user.generation(),
                environment.now(),
                null,
                null,
                new Session.Client("test", "192.0.2.7"));
        return tokens.open(user, session, null, null) == OpenResult.OPENED ? Optional.of(text) : Optional.empty();
    }

    private String who(TokenText token) {
        return TokenChecks.who(environment, token.reveal());
    }

    private boolean passwordIs(String name, String password) {
        User user = users.findByName(name).orElseThrow();
        return PasswordHasher.from(environment)
                .verify(
                        Password.of(password),
                        Objects.requireNonNull(user.passwordHash()).encoded());
    }

    private static @Nullable Object json(CommandRunner.Result result) {
        try {
            return Json.read(result.out());
        } catch (JsonSyntaxException e) {
            throw new AssertionError(result.out() + result.err(), e);
        }
    }
}
