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
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.token.TokenText;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * An address changed, a change taken back and a deletion asked for, each ended before or after each call to DynamoDB Local: all is as
 * before, and the same request does it, or all is done. Nothing is in between.
 */
class LifeKillTest {
    private static final String PASSWORD = Site.HASH.encoded().substring(4);
    private static final int MOST_GAPS = 40;

    private final Site site = new Site(Map.of("MAIL", "outbox", "UID_KEY", "a stack"), TestTables.ofEverything(), null);
    private final DynamoDbUndoStore undos = new DynamoDbUndoStore(site.environment());
    private int users;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChangeOfAddressIsDoneOrNot(boolean after) {
        int gap = 0;
        boolean killed = true;
        while (killed && gap < MOST_GAPS) {
            User before = site.register("user" + users++);
            String key = mailed(Purpose.EMAIL, before, "other" + users + "@example.com");
            MortalDynamoDb mortal = new MortalDynamoDb(site.client(), gap, after);
            killed = mortal.kills(() -> verifyEmail(with(mortal)).change(key, Language.EN));
            boolean done = !site.reload(before).equals(before);
            assertThat(undos.list(before.id())).as("killed in gap " + gap).hasSize(done ? 1 : 0);
            assertThat(verifyEmail(site.environment()).change(key, Language.EN) instanceof VerifyEmail.Result.Done)
                    .as("killed in gap " + gap)
                    .isEqualTo(!done);
            assertThat(site.reload(before).security().epoch()).isEqualTo(1);
            gap++;
        }
        assertThat(gap).isBetween(3, MOST_GAPS - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChangeIsTakenBackOrNot(boolean after) {
        int gap = 0;
        boolean killed = true;
        while (killed && gap < MOST_GAPS) {
            User first = site.register("user" + users++);
            verifyEmail(site.environment())
                    .change(mailed(Purpose.EMAIL, first, "other" + users + "@example.com"), Language.EN);
            User before = site.reload(first);
            List<Undo> kept = undos.list(first.id());
            User restored = Restoration.of(before, kept.get(0), kept).after();
            String key = mailed(Purpose.UNDO, before, first.email());
            MortalDynamoDb mortal = new MortalDynamoDb(site.client(), gap, after);
            killed = mortal.kills(() -> undo(with(mortal), key));
            User now = site.reload(first);
            assertThat(now).as("killed in gap " + gap).isIn(before, restored);
            boolean done = now.equals(restored);
            assertThat(undos.list(first.id())).hasSize(done ? 0 : 1);
            assertThat(undo(site.environment(), key) instanceof UndoChange.Result.Done)
                    .as("killed in gap " + gap)
                    .isEqualTo(!done);
            assertThat(site.reload(first)).isEqualTo(restored);
            gap++;
        }
        assertThat(gap).isBetween(5, MOST_GAPS - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeletionIsAskedForOrNot(boolean after) {
        DynamoDbDeletionStore deletions = new DynamoDbDeletionStore(site.environment());
        int gap = 0;
        boolean killed = true;
        while (killed && gap < MOST_GAPS) {
            User ada = site.register("user" + users++);
            Site.Drafted session = site.draft(ada);
            site.open(ada, session, null);
            TokenKey key = session.session().key();
            MortalDynamoDb mortal = new MortalDynamoDb(site.client(), gap, after);
            killed = mortal.kills(() -> ask(with(mortal), ada, key));
            boolean done = site.reload(ada).security().deletion() != null;
            assertThat(site.isLive(session.text())).as("killed in gap " + gap).isEqualTo(!done);
            assertThat(undos.list(ada.id())).hasSize(done ? 1 : 0);
            assertThat(deletions.due(site.now().plus(Undo.LIFE), 1_000).stream()
                            .anyMatch(due -> due.userId() == ada.id()))
                    .isEqualTo(done);
            assertThat(ask(site.environment(), ada, key) instanceof DeleteAccount.Result.Accepted)
                    .as("killed in gap " + gap)
                    .isEqualTo(!done);
            gap++;
        }
        assertThat(gap).isBetween(4, MOST_GAPS - 1);
    }

    /** Or the tests above would try nothing. */
    @Test
    void whatIsEndedMakesNoOtherCall() {
        MortalDynamoDb mortal = new MortalDynamoDb(site.client(), 0, false);
        DynamoDbUndoStore some = new DynamoDbUndoStore(with(mortal));
        assertThat(mortal.kills(() -> some.list(1))).isTrue();
        assertThat(mortal.kills(() -> some.list(1))).isTrue();
        assertThat(new MortalDynamoDb(site.client(), 1, false).kills(() -> {})).isFalse();
    }

    private Environment with(MortalDynamoDb mortal) {
        return site.environment().with(DynamoDbClient.class, mortal.client());
    }

    private static VerifyEmail verifyEmail(Environment environment) {
        return new VerifyEmail(new DynamoDbLinkStore(environment), OutboxEvents.from(environment), environment::now);
    }

    private static UndoChange.Result undo(Environment environment, String key) {
        UndoChange undoChange = new UndoChange(
                new DynamoDbLinkStore(environment),
                new DynamoDbUndoStore(environment),
                new Stage.PlainPasswords(),
                new UndoChange.Limits(
                        Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                        AccountThrottle.ofUndo(environment, new DynamoDbAttemptStore(environment))),
                OutboxEvents.from(environment),
                environment::now);
        return undoChange.undo(new UndoChange.Wanted(key, Password.of(PASSWORD), "198.51.100.1", Language.EN));
    }

    private static DeleteAccount.Result ask(Environment environment, User user, TokenKey session) {
        PasswordProof proof = new PasswordProof(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                new Stage.PlainPasswords(),
                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                environment::now);
        DeleteAccount deleteAccount = new DeleteAccount(
                proof,
                new DynamoDbDeletionStore(environment),
                DeletionRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
        return deleteAccount.ask(
                new PasswordProof.Claim(user.id(), user.username(), session, Password.of(PASSWORD), "198.51.100.1"),
                Language.EN);
    }

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
        String table = site.environment().variables().required("TOKENS_TABLE");
        site.client().putItem(request -> request.tableName(table).item(LinkItems.write(link)));
        return text.reveal();
    }
}
