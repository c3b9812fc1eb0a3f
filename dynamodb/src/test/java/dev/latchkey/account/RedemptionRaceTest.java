package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbLinkStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUndoStore;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.Sequel;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.token.TokenText;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A hundred at once redeem one secret, for each purpose, against DynamoDB Local: one succeeds, what it raises is raised once, and the
 * others find the link over. The system property {@code rounds} says how often; 20 is what a release is tried with.
 */
class RedemptionRaceTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 2);
    private static final int AT_ONCE = 100;

    /** What the password of everybody is, to passwords that hash to themselves. */
    private static final String PASSWORD = Site.HASH.encoded().substring(4);

    private final Race race = new Race();
    private final Site site = new Site(Map.of("MAIL", "outbox", "UID_KEY", "a stack"), TestTables.ofEverything(), null);
    private final Environment environment = site.environment();
    private final Stage.PlainPasswords passwords = new Stage.PlainPasswords();
    private final OutboxEvents events = OutboxEvents.from(environment);
    private final DynamoDbLinkStore links = new DynamoDbLinkStore(environment);
    private final DynamoDbDeletionStore deletions = new DynamoDbDeletionStore(environment);
    private final VerifyEmail verifyEmail = new VerifyEmail(links, events, environment::now);
    private final Uid uids = new Uid(environment.variables());
    private int users;

    @AfterEach
    void close() {
        race.close();
    }

    @Test
    void anAddressIsVerifiedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User ada = register();
            String key = mailed(Purpose.VERIFY, ada, ada.email());
            List<VerifyEmail.Result> results = atOnce(i -> verifyEmail.verify(key, Language.EN));
            assertThat(results)
                    .filteredOn(VerifyEmail.Result.Done.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(VerifyEmail.Result.LinkOver.class::isInstance)
                    .hasSize(AT_ONCE - 1);
            assertMoved(ada, 0, 0, 1);
        }
    }

    @Test
    void anAddressIsChangedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User ada = register();
            String key = mailed(Purpose.EMAIL, ada, "other" + users + "@example.com");
            List<VerifyEmail.Result> results = atOnce(i -> verifyEmail.change(key, Language.EN));
            assertThat(results)
                    .filteredOn(VerifyEmail.Result.Done.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(VerifyEmail.Result.LinkOver.class::isInstance)
                    .hasSize(AT_ONCE - 1);
            assertMoved(ada, 0, 0, 1);
            assertThat(new DynamoDbUndoStore(environment).list(ada.id())).hasSize(1);
        }
    }

    @Test
    void aPasswordIsResetOnce() throws Exception {
        ResetPassword resetPassword = new ResetPassword(links, passwords, events, uids, environment::now);
        for (int round = 0; round < ROUNDS; round++) {
            User ada = register();
            String token = mailed(Purpose.RESET, ada, ada.email());
            List<ResetPassword.Result> results = atOnce(i -> resetPassword.reset(new ResetPassword.Reset(
                    uids.write(ada.id()),
                    token,
                    Password.of("another-horse-" + i),
                    Password.of("another-horse-" + i),
                    Language.EN)));
            assertThat(results)
                    .filteredOn(ResetPassword.Result.Done.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(ResetPassword.Result.LinkOver.class::isInstance)
                    .hasSize(AT_ONCE - 1);
            assertMoved(ada, 1, 1, 0);
        }
    }

    /** Half of them by the link to the old address, half by that to the new one. */
    @Test
    void aChangeIsTakenBackOnceByWhicheverLink() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User before = register();
            verifyEmail.change(mailed(Purpose.EMAIL, before, "other" + users + "@example.com"), Language.EN);
            User ada = site.reload(before);
            String old = mailed(Purpose.UNDO, ada, before.email());
            String other = mailed(Purpose.UNDO, ada, ada.email());
            assertUndoneOnce(ada, atOnce(i -> undo(i % 2 == 0 ? old : other, i)));
            assertThat(site.reload(ada).email()).isEqualTo(before.email());
        }
    }

    @Test
    void aDeletionIsCalledOffOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User before = register();
            User deleting = before.withoutSessions(
                    before.security().deleting(site.now()).withoutKeys());
            deletions.ask(
                    before, deleting, site.now().plus(Undo.LIFE), new Sequel(List.of(), Undo.of(before, site.now())));
            User ada = site.reload(before);
            String key = mailed(Purpose.UNDO, ada, before.email());
            assertUndoneOnce(ada, atOnce(i -> undo(key, i)));
            assertThat(site.reload(ada).security().deletion()).isNull();
            assertThat(deletions.due(site.now().plus(Undo.LIFE), 10)).isEmpty();
        }
    }

    @Test
    void aDeletionIsAskedForOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User ada = register();
            Site.Drafted session = site.draft(ada);
            site.open(ada, session, null);
            TokenKey key = session.session().key();
            List<DeleteAccount.Result> results = atOnce(i -> deleteAccount()
                    .ask(
                            new PasswordProof.Claim(
                                    ada.id(), ada.username(), key, Password.of(PASSWORD), "198.51.100." + i),
                            Language.EN));
            assertThat(results)
                    .filteredOn(DeleteAccount.Result.Accepted.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(new DeleteAccount.Result.NotProven(new PasswordProof.Result.SessionEnded())::equals)
                    .hasSize(AT_ONCE - 1);
            assertMoved(ada, 1, 1, 1);
            assertThat(new DynamoDbUndoStore(environment).list(ada.id())).hasSize(1);
        }
    }

    private UndoChange.Result undo(String key, int index) {
        UndoChange undoChange = new UndoChange(
                links,
                new DynamoDbUndoStore(environment),
                passwords,
                new UndoChange.Limits(
                        Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                        AccountThrottle.ofUndo(environment, new DynamoDbAttemptStore(environment))),
                events,
                environment::now);
        return undoChange.undo(new UndoChange.Wanted(key, Password.of(PASSWORD), "198.51.100." + index, Language.EN));
    }

    private DeleteAccount deleteAccount() {
        PasswordProof proof = new PasswordProof(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                passwords,
                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                environment::now);
        return new DeleteAccount(
                proof, deletions, DeletionRule.from(environment.variables()), events, environment::now);
    }

    private void assertUndoneOnce(User ada, List<UndoChange.Result> results) {
        assertThat(results).filteredOn(UndoChange.Result.Done.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(UndoChange.Result.LinkOver.class::isInstance)
                .hasSize(AT_ONCE - 1);
        assertMoved(ada, 1, 1, 1);
        assertThat(site.reload(ada).passwordHash()).isNull();
    }

    private void assertMoved(User before, int generation, int keyGeneration, int epoch) {
        User now = site.reload(before);
        assertThat(now.generation() - before.generation()).isEqualTo(generation);
        assertThat(now.security().keyGeneration() - before.security().keyGeneration())
                .isEqualTo(keyGeneration);
        assertThat(now.security().epoch() - before.security().epoch()).isEqualTo(epoch);
    }

    private User register() {
        return site.register("user" + users++);
    }

    private <T> List<T> atOnce(IntFunction<T> request) throws Exception {
        List<Callable<T>> requests = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            int index = i;
            requests.add(() -> request.apply(index));
        }
        return race.run(requests);
    }

    /** Makes a link as whoever sends mail does, and returns its text. */
    private String mailed(Purpose purpose, User user, String address) {
        TokenText text = purpose.format().create(user.id(), Randomness.SECURE);
        Link link = new Link(
                purpose,
                user.id(),
                TokenDigest.of(text),
                address,
                site.now().plus(Duration.ofDays(1)),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation());
        String table = environment.variables().required("TOKENS_TABLE");
        site.client().putItem(request -> request.tableName(table).item(LinkItems.write(link)));
        return text.reveal();
    }
}
