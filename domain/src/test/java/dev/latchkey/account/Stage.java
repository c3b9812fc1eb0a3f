package dev.latchkey.account;

import dev.latchkey.config.Environment;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.InMemoryStores;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The use cases on stores in memory, with passwords that are cheap to hash and a clock that tests can move. */
final class Stage {
    static final Session.Client CLIENT = new Session.Client("a test", "192.0.2.1");
    static final String RIGHT = "Correct-Horse-9!";

    final Environment environment;
    final InMemoryStores stores;
    final TokenSettings settings;
    final PlainPasswords passwords = new PlainPasswords();
    final PlainApps apps = new PlainApps();
    private Instant now = Instant.parse("2026-11-22T10:00:00.123456Z");

    Stage(Map<String, String> variables) {
        environment = new Environment(variables, new MovableClock());
        stores = new InMemoryStores(environment);
        settings = TokenSettings.from(environment.variables());
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    LogIn logIn() {
        return new LogIn(
                stores.users(),
                passwords,
                Throttle.ofLogins(environment, stores.attempts()),
                new AccountThrottle(environment, stores.attempts()),
                door());
    }

    private SessionDoor door() {
        return new SessionDoor(
                stores.sessions(),
                new TokenIssuer(environment),
                settings.limit()
                        .map(max -> new Limit(max, settings.limitPolicy()))
                        .orElse(null),
                VerificationRule.from(environment.variables()),
                new SessionDoor.Steps(stores.steps(), new StepTokens(environment.randomness())),
                environment::now);
    }

    LogInByCode logInByCode() {
        return new LogInByCode(
                stores.steps(),
                stores.factors(),
                apps,
                CodeThrottle.of(stores.attempts()),
                door(),
                OutboxEvents.from(environment),
                environment::now);
    }

    Reauthenticate reauthenticate() {
        return new Reauthenticate(
                stores.sessions(),
                new SessionPolicy(settings),
                stores.factors(),
                apps,
                passwords,
                new Reauthenticate.Limits(
                        Throttle.ofLogins(environment, stores.attempts()),
                        new AccountThrottle(environment, stores.attempts()),
                        CodeThrottle.of(stores.attempts())),
                environment::now);
    }

    ManageApp manageApp() {
        return new ManageApp(
                stores.sessions(),
                new SessionPolicy(settings),
                stores.factors(),
                apps,
                CodeThrottle.of(stores.attempts()),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    LogInByPasskey logInByPasskey() {
        return new LogInByPasskey(
                stores.passkeys(),
                stores.steps(),
                PlainCeremony.INSTANCE,
                new Challenges(environment.randomness()),
                door(),
                environment::now);
    }

    ManagePasskeys managePasskeys() {
        return new ManagePasskeys(
                stores.sessions(),
                new SessionPolicy(settings),
                stores.passkeys(),
                PlainCeremony.INSTANCE,
                environment.randomness(),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    CreateUser createUser() {
        return new CreateUser(stores.users(), environment.randomness(), environment::now);
    }

    Register register() {
        return new Register(
                stores.users(),
                createUser(),
                passwords,
                Throttle.ofRegistrations(environment, stores.attempts()),
                new TokenIssuer(environment),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment));
    }

    ChangePassword changePassword() {
        return new ChangePassword(
                stores.users(),
                stores.sessions(),
                new SessionPolicy(settings),
                passwords,
                Throttle.ofLogins(environment, stores.attempts()),
                new AccountThrottle(environment, stores.attempts()),
                OutboxEvents.from(environment),
                environment::now);
    }

    RequestLink requestLink() {
        return new RequestLink(
                stores.outbox(),
                OutboxEvents.from(environment),
                Throttle.ofMailRequests(environment, stores.attempts()),
                environment::now);
    }

    ResetPassword resetPassword() {
        return new ResetPassword(stores.links(), passwords, OutboxEvents.from(environment), uids(), environment::now);
    }

    VerifyEmail verifyEmail() {
        return new VerifyEmail(stores.links(), OutboxEvents.from(environment), environment::now);
    }

    ChangeEmail changeEmail() {
        return new ChangeEmail(passwordProof(), stores.outbox(), OutboxEvents.from(environment), environment::now);
    }

    DeleteAccount deleteAccount() {
        return new DeleteAccount(
                passwordProof(),
                stores.deletions(),
                DeletionRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    PurgeAccounts purgeAccounts() {
        return new PurgeAccounts(stores.users(), stores.deletions(), OutboxEvents.from(environment), environment::now);
    }

    UndoChange undoChange() {
        return new UndoChange(
                stores.links(),
                stores.undos(),
                passwords,
                new UndoChange.Limits(
                        Throttle.ofLogins(environment, stores.attempts()),
                        AccountThrottle.ofUndo(environment, stores.attempts())),
                OutboxEvents.from(environment),
                environment::now);
    }

    RenameUser renameUser() {
        return new RenameUser(
                stores.users(),
                stores.sessions(),
                new SessionPolicy(settings),
                Throttle.ofRegistrations(environment, stores.attempts()),
                OutboxEvents.from(environment),
                environment::now);
    }

    ExportAccount exportAccount() {
        return new ExportAccount(
                stores.sessions(),
                new SessionPolicy(settings),
                stores.factors(),
                stores.links(),
                stores.undos(),
                environment::now);
    }

    PasswordProof passwordProof() {
        return new PasswordProof(
                stores.sessions(),
                new SessionPolicy(settings),
                passwords,
                Throttle.ofLogins(environment, stores.attempts()),
                new AccountThrottle(environment, stores.attempts()),
                environment::now);
    }

    Uid uids() {
        return new Uid(environment.variables());
    }

    /** Makes a link as whoever sends mail does, and returns its text. */
    String mailed(Purpose purpose, User user, String address, Duration life) {
        TokenText text = purpose.format().create(user.id(), environment.randomness());
        stores.put(new Link(
                purpose,
                user.id(),
                TokenDigest.of(text),
                address,
                now.plus(life),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation()));
        return text.reveal();
    }

    CheckToken checkToken() {
        return new CheckToken(stores.sessions(), settings, environment::now);
    }

    User user(String name) {
        return createUser()
                .create(name, "", passwords.hash(Password.of(RIGHT)))
                .orElseThrow()
                .user();
    }

    User reload(User user) {
        return stores.users().find(user.id()).orElseThrow();
    }

    LogIn.Result.LoggedIn loggedIn(String name) {
        return (LogIn.Result.LoggedIn) logIn().logIn(name, Password.of(RIGHT), CLIENT);
    }

    boolean isAccepted(LogIn.Result.LoggedIn in) {
        return checkToken().check(in.opened().token().reveal()) instanceof CheckToken.Result.Accepted;
    }

    /** Hashes to the text itself, and says how often it had to. A hash that begins with "old:" wants to be replaced. */
    static final class PlainPasswords implements Passwords {
        private final AtomicInteger verified = new AtomicInteger();
        private final List<@Nullable PasswordHash> computed = Collections.synchronizedList(new ArrayList<>());

        int verified() {
            return verified.getAndSet(0);
        }

        @Override
        public List<String> violations(Password chosen, String username, String email) {
            return chosen.length() < 8 ? List.of("too short") : List.of();
        }

        @Override
        public boolean exceedsMaximum(Password presented) {
            return presented.length() > 100;
        }

        @Override
        public PasswordHash hash(Password password) {
            return new PasswordHash("new:" + password.reveal());
        }

        /** Returns the hashes that were computed since the last call. */
        List<@Nullable PasswordHash> computed() {
            List<@Nullable PasswordHash> all = new ArrayList<>(computed);
            computed.clear();
            return all;
        }

        @Override
        public PasswordHash way(PasswordHash stored) {
            return new PasswordHash(stored.encoded().substring(0, 4));
        }

        @Override
        public boolean verify(Password password, @Nullable PasswordHash stored) {
            verified.incrementAndGet();
            computed.add(stored);
            return stored != null && stored.encoded().substring(4).equals(password.reveal());
        }

        @Override
        public boolean needsRehash(PasswordHash stored) {
            return stored.encoded().startsWith("old:");
        }
    }

    private final class MovableClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
