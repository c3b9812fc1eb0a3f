package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.ResetFactors.Result;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbFactorResetStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbLinkStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.DynamoDbUndoStore;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.OutboxItems;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Second factors that an operator takes away, against DynamoDB Local: in time, called off, raced and cut off. */
class ResetFactorsTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 10);
    private static final Sealed SEALED = new Sealed(new byte[] {1});
    private static final String PASSWORD = Site.HASH.encoded().substring(4);

    private final Race race = new Race();
    private final Site site = new Site(Map.of("MAIL", "outbox", "UID_KEY", "a stack"), TestTables.ofEverything(), null);
    private final Environment environment = site.environment();
    private final DynamoDbFactorStore factors = new DynamoDbFactorStore(environment);
    private final ResetFactors resets = resets(environment);
    private int users;

    @AfterEach
    void close() {
        race.close();
    }

    @Test
    void waitsAndThenTakesTheFactorAwayAndEndsAllSessions() {
        User ada = withApp();
        assertThat(resets.ask(ada.id(), Language.EN))
                .isEqualTo(new Result.Waiting(site.now().plus(ResetFactors.GRACE)));
        assertThat(kinds()).containsExactly(OutboxEvent.Kind.FACTOR_RESET_REQUESTED);
        assertThat(resets.ask(ada.id(), Language.EN)).isInstanceOf(Result.WaitingAlready.class);

        site.passes(ResetFactors.GRACE.minusMillis(1));
        assertThat(resets.carryOut(10)).isZero();
        assertThat(app(ada)).isNotNull();
        User seen = site.reload(ada);
        site.passes(Duration.ofMillis(1));
        assertThat(resets.carryOut(10)).isEqualTo(1);

        User now = site.reload(ada);
        assertThat(now.security().factors()).isEmpty();
        assertThat(now.generation()).isEqualTo(seen.generation() + 1);
        assertThat(now.security().epoch()).isEqualTo(seen.security().epoch() + 1);
        assertThat(app(ada)).isNull();
        assertThat(site.live(ada)).isEmpty();
        assertThat(kinds())
                .containsExactlyInAnyOrder(OutboxEvent.Kind.FACTOR_RESET_REQUESTED, OutboxEvent.Kind.FACTOR_REMOVED);
        assertThat(resets.carryOut(10)).isZero();
        assertThat(resets.ask(ada.id(), Language.EN)).isInstanceOf(Result.NothingToReset.class);
        assertThat(resets.ask(1, Language.EN)).isInstanceOf(Result.NoUser.class);
    }

    @Test
    void aLoginByTheFactorCallsItOff() {
        User ada = withApp();
        resets.ask(ada.id(), Language.EN);
        assertThat(logIn(ada, begin(ada), 7)).isEqualTo(OpenResult.OPENED);

        site.passes(ResetFactors.GRACE);

        assertThat(resets.carryOut(10)).isZero();
        assertThat(app(ada)).isNotNull();
        assertThat(waiting()).isZero();
        // It can be asked for anew, and then it counts from then on.
        assertThat(resets.ask(ada.id(), Language.EN))
                .isEqualTo(new Result.Waiting(site.now().plus(ResetFactors.GRACE)));
    }

    @Test
    void aLoginByThePasswordAloneDoesNot() {
        User ada = withApp();
        resets.ask(ada.id(), Language.EN);
        begin(ada);
        site.logIn(site.reload(ada));
        site.passes(ResetFactors.GRACE);
        assertThat(resets.carryOut(10)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theMailedLinkAndThePasswordCallItOffOrTakeItBack(boolean carriedOut) {
        User ada = withApp();
        resets.ask(ada.id(), Language.EN);
        String key = mailed(site.reload(ada));
        site.passes(ResetFactors.GRACE.minusSeconds(carriedOut ? 0 : 1));
        assertThat(resets.carryOut(10)).isEqualTo(carriedOut ? 1 : 0);

        assertThat(undo(key, "another password")).isInstanceOf(UndoChange.Result.WrongPassword.class);
        assertThat(undo(key, PASSWORD)).isInstanceOf(UndoChange.Result.Done.class);

        site.passes(ResetFactors.GRACE);
        assertThat(resets.carryOut(10)).isZero();
        User now = site.reload(ada);
        assertThat(now.security().factors()).hasSize(1);
        assertThat(now.passwordHash()).isNull();
        assertThat(Objects.requireNonNull(app(ada)).sealed()).isEqualTo(SEALED);
        assertThat(waiting()).isZero();
    }

    @Test
    void doesItAtOnceForWhoIsSure() {
        User ada = withApp();
        resets.ask(ada.id(), Language.EN);
        assertThat(resets.now(ada.id(), Language.EN)).isInstanceOf(Result.Done.class);
        assertThat(app(ada)).isNull();
        assertThat(waiting()).isZero();
        assertThat(kinds()).contains(OutboxEvent.Kind.FACTOR_REMOVED);
        assertThat(resets.now(ada.id(), Language.EN)).isInstanceOf(Result.NothingToReset.class);
    }

    @Test
    void isNotAskedForWhereNobodyHears() {
        User ada = withApp();
        ResetFactors silent = new ResetFactors(
                factors,
                new DynamoDbFactorResetStore(environment),
                OutboxEvents.ofOperators(false, Randomness.SECURE),
                environment::now);
        assertThatThrownBy(() -> silent.ask(ada.id(), Language.EN)).isInstanceOf(IllegalStateException.class);
    }

    /** Whoever is first has it: either the login opens and the factor stays, or the factor is gone and no session is open. */
    @Test
    void aLoginAndTheEndOfTheFactorAreNeverBothDone() throws Exception {
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            User ada = withApp();
            resets.ask(ada.id(), Language.EN);
            site.passes(ResetFactors.GRACE);
            Step step = begin(ada);
            int index = round;
            List<Object> results = race.run(
                    List.of(() -> logIn(ada, step, 100 + index), () -> resets.carryOut(10), () -> resets.carryOut(10)));
            boolean in = results.get(0) == OpenResult.OPENED;
            assertThat((int) results.get(1) + (int) results.get(2))
                    .as("round " + round)
                    .isEqualTo(in ? 0 : 1);
            assertThat(app(ada) != null).isEqualTo(in);
            assertThat(site.reload(ada).security().factors().isEmpty()).isEqualTo(!in);
            assertThat(site.live(ada)).hasSize(in ? 1 : 0);
            resets.carryOut(10);
            assertThat(waiting()).isZero();
            opened += in ? 1 : 0;
        }
        assertThat(opened).isBetween(0, ROUNDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutOffAnywhereItIsAsBeforeOrDone(boolean after) {
        int gap = 0;
        boolean killed = true;
        while (killed) {
            User ada = withApp();
            MortalDynamoDb asking = new MortalDynamoDb(site.client(), gap, after);
            boolean killedAsking = asking.kills(() -> resets(environment.with(DynamoDbClient.class, asking.client()))
                    .ask(ada.id(), Language.EN));
            resets.ask(ada.id(), Language.EN);
            assertThat(app(ada)).isNotNull();
            site.passes(ResetFactors.GRACE);
            MortalDynamoDb mortal = new MortalDynamoDb(site.client(), gap, after);
            killed = mortal.kills(() -> resets(environment.with(DynamoDbClient.class, mortal.client()))
                    .carryOut(10));
            assertThat(site.reload(ada).security().factors().isEmpty())
                    .as("killed in gap " + gap)
                    .isEqualTo(app(ada) == null);
            resets.carryOut(10);
            assertThat(app(ada)).as("killed in gap " + gap).isNull();
            assertThat(waiting()).isZero();
            killed = killed || killedAsking;
            gap++;
        }
        assertThat(gap).as("gaps that were tried").isGreaterThan(4);
    }

    private static ResetFactors resets(Environment environment) {
        return new ResetFactors(
                new DynamoDbFactorStore(environment),
                new DynamoDbFactorResetStore(environment),
                OutboxEvents.from(environment),
                environment::now);
    }

    /** Makes a user with an app in force and one session. */
    private User withApp() {
        User ada = site.register("user" + users++);
        Site.Drafted drafted = site.draft(ada);
        site.open(ada, drafted, null);
        PendingApp pending =
                new PendingApp(SEALED, ada.security().incarnation(), site.now().plus(PendingApp.LIFE));
        factors.begin(site.reload(ada), pending);
        assertThat(factors.confirm(
                        site.reload(ada),
                        pending,
                        App.confirmed(SEALED, ada.security().incarnation(), 1),
                        drafted.session().key(),
                        Authentication.byCode(site.now()),
                        Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.DONE);
        return site.reload(ada);
    }

    private Step begin(User user) {
        User seen = site.reload(user);
        Step step = new StepTokens(Randomness.SECURE).issue(seen, site.now()).step();
        new DynamoDbStepStore(environment).begin(step, seen, null);
        return step;
    }

    private OpenResult logIn(User user, Step step, long code) {
        User seen = site.reload(user);
        App app = app(user);
        if (app == null || seen.security().epoch() != step.epoch()) {
            return OpenResult.USER_CHANGED;
        }
        Session session = site.draft(seen).session();
        return site.sessions()
                .open(seen, session, null, null, step, new Proof(app, new CodeUse.OfApp(code)), List.of());
    }

    private @Nullable App app(User user) {
        return factors.find(user.id()).app();
    }

    private UndoChange.Result undo(String key, String password) {
        return new UndoChange(
                        new DynamoDbLinkStore(environment),
                        new DynamoDbUndoStore(environment),
                        new Stage.PlainPasswords(),
                        new UndoChange.Limits(
                                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                                AccountThrottle.ofUndo(environment, new DynamoDbAttemptStore(environment))),
                        OutboxEvents.from(environment),
                        environment::now)
                .undo(new UndoChange.Wanted(key, Password.of(password), "198.51.100.1", Language.EN));
    }

    /** Makes a link as whoever sends mail does, and returns its text. */
    private String mailed(User user) {
        TokenText text = Purpose.UNDO.format().create(user.id(), Randomness.SECURE);
        Link link = new Link(
                Purpose.UNDO,
                user.id(),
                TokenDigest.of(text),
                user.email(),
                site.now().plus(Duration.ofDays(7)),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation());
        String table = environment.variables().required("TOKENS_TABLE");
        site.client().putItem(request -> request.tableName(table).item(LinkItems.write(link)));
        return text.reveal();
    }

    private List<OutboxEvent.Kind> kinds() {
        String table = environment.variables().required("EVENTS_TABLE");
        return site.client().scan(request -> request.tableName(table)).items().stream()
                .filter(item -> item.get("pk").s().startsWith(OutboxItems.EVENT))
                .map(item -> OutboxItems.read(item).kind())
                .toList();
    }

    private long waiting() {
        String table = environment.variables().required("EVENTS_TABLE");
        return site.client().scan(request -> request.tableName(table)).items().stream()
                .filter(item -> item.get("pk").s().startsWith("reset#"))
                .count();
    }
}
