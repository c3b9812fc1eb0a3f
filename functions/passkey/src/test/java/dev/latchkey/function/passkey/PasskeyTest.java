package dev.latchkey.function.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.LogInByPasskey;
import dev.latchkey.account.LogInByPasskey.Result;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.ManagePasskeys;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbPasskeyStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.NewStep;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import dev.latchkey.webauthn.Authenticator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passkeys as they are used, by an authenticator of our own and on DynamoDB Local, one after the other and at once. */
class PasskeyTest {
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 50;
    private static final String ORIGIN = "https://example.org";
    private static final RelyingParty PARTY = new RelyingParty("example.org", Set.of(ORIGIN));
    private static final Session.Client CLIENT = new Session.Client("a test", "192.0.2.1");

    private final Race race = new Race();
    private final Site site = new Site(Map.of());
    private final ManagePasskeys manage = PasskeyUseCases.managePasskeys(site.environment(), PARTY);
    private final LogInByPasskey logIn = PasskeyUseCases.logIn(site.environment(), PARTY);
    private final DynamoDbPasskeyStore passkeys = new DynamoDbPasskeyStore(site.environment());
    private final DynamoDbStepStore steps = new DynamoDbStepStore(site.environment());
    private int users;

    @AfterEach
    void close() {
        race.close();
    }

    /** A user with one passkey and a session that has just proved it. */
    private record Owner(User user, Asker asker, Authenticator authenticator) {}

    private Owner owner() {
        Asker asker = registered();
        Authenticator authenticator = added(asker);
        return new Owner(site.users().find(asker.userId()).orElseThrow(), asker, authenticator);
    }

    private Authenticator added(Asker asker) {
        ManagePasskeys.Result.Begun begun = (ManagePasskeys.Result.Begun) manage.begin(asker);
        Authenticator authenticator = new Authenticator("example.org", ORIGIN);
        authenticator.handle = begun.handle();
        assertThat(manage.add(asker, authenticator.attest(begun.challenge()), "a key"))
                .isInstanceOf(ManagePasskeys.Result.Added.class);
        return authenticator;
    }

    private Asker registered() {
        User user = site.register("user" + users++);
        Site.Drafted drafted = site.draft(user);
        Session session = drafted.session();
        Session proved = new Session(
                session.userId(),
                session.digest(),
                session.generation(),
                session.created(),
                session.expiry(),
                null,
                session.client(),
                Authentication.byPassword(site.now()));
        site.sessions().open(user, proved, null, null);
        return new Asker(user.id(), session.key(), "192.0.2.1", Language.EN);
    }

    private Result logIn(Authenticator authenticator) {
        return logIn.logIn(authenticator.answer(logIn.begin()), CLIENT);
    }

    private Authentication proved(Result result) {
        return Objects.requireNonNull(
                ((Result.LoggedIn) result).opened().session().authentication());
    }

    @Test
    void aPasskeyLogsInWithoutNameOrPassword() {
        Owner ada = owner();
        assertThat(ada.user().security().factors()).containsExactly(Factor.PASSKEY);
        Result result = logIn(ada.authenticator());
        assertThat(((Result.LoggedIn) result).user().id()).isEqualTo(ada.user().id());
        assertThat(proved(result)).isEqualTo(new Authentication(Set.of(Method.HWK), site.now()));
        assertThat(manage.list(ada.asker()))
                .singleElement()
                .satisfies(passkey -> assertThat(passkey.used()).isEqualTo(site.now()));
    }

    @Test
    void anAnswerWorksOnceAndInTime() {
        Owner ada = owner();
        Assertion answer = ada.authenticator().answer(logIn.begin());
        assertThat(logIn.logIn(answer, CLIENT)).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn.logIn(answer, CLIENT)).isInstanceOf(Result.Refused.class);
        Assertion late = ada.authenticator().answer(logIn.begin());
        site.passes(Challenge.LIFE);
        assertThat(logIn.logIn(late, CLIENT)).isInstanceOf(Result.Refused.class);
        Assertion invented = ada.authenticator().answer(Octets.of(new byte[32]));
        assertThat(logIn.logIn(invented, CLIENT)).isInstanceOf(Result.Refused.class);
    }

    /** Each challenge is good for what it was asked for, and for nobody else. */
    @Test
    void aChallengeOfOnePurposeIsNoneOfAnother() {
        Owner ada = owner();
        Owner eve = owner();
        Octets toAdd = ((ManagePasskeys.Result.Begun) manage.begin(eve.asker())).challenge();
        Octets toProve = ((ManagePasskeys.Result.Asked) manage.ask(ada.asker())).challenge();
        assertThat(logIn.logIn(ada.authenticator().answer(toAdd), CLIENT)).isInstanceOf(Result.Refused.class);
        assertThat(logIn.logIn(ada.authenticator().answer(toProve), CLIENT)).isInstanceOf(Result.Refused.class);
        Authenticator other = new Authenticator("example.org", ORIGIN);
        assertThat(manage.add(ada.asker(), other.attest(toAdd), "eve's challenge"))
                .isInstanceOf(ManagePasskeys.Result.Refused.class);
        assertThat(manage.add(ada.asker(), other.attest(logIn.begin()), "anybody's"))
                .isInstanceOf(ManagePasskeys.Result.Refused.class);
        assertThat(manage.prove(ada.asker(), ada.authenticator().answer(logIn.begin())))
                .isInstanceOf(ManagePasskeys.Result.Refused.class);
        assertThat(manage.prove(ada.asker(), ada.authenticator().answer(toProve)))
                .isInstanceOf(ManagePasskeys.Result.Proved.class);
    }

    @Test
    void anothersPasskeyProvesAndRemovesNothing() {
        Owner ada = owner();
        Owner eve = owner();
        Octets challenge = ((ManagePasskeys.Result.Asked) manage.ask(ada.asker())).challenge();
        assertThat(manage.prove(ada.asker(), eve.authenticator().answer(challenge)))
                .isInstanceOf(ManagePasskeys.Result.Refused.class);
        assertThat(manage.remove(ada.asker(), eve.authenticator().id()))
                .isInstanceOf(ManagePasskeys.Result.NotFound.class);
        assertThat(manage.rename(ada.asker(), eve.authenticator().id(), "mine"))
                .isInstanceOf(ManagePasskeys.Result.NotFound.class);
        Octets toAdd = ((ManagePasskeys.Result.Begun) manage.begin(ada.asker())).challenge();
        assertThat(manage.add(ada.asker(), eve.authenticator().attest(toAdd), "stolen"))
                .as("somebody has it")
                .isInstanceOf(ManagePasskeys.Result.Refused.class);
    }

    /** The handle says whose login it is: it must be there, and be the user's. */
    @Test
    void anotherHandleOpensNothing() {
        Owner ada = owner();
        ada.authenticator().handle = null;
        assertThat(logIn(ada.authenticator())).isInstanceOf(Result.Refused.class);
        ada.authenticator().handle = UserHandle.random(Randomness.SECURE);
        assertThat(logIn(ada.authenticator())).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aCounterThatGoesBackIsRefused() {
        Owner ada = owner();
        Authenticator key = ada.authenticator();
        assertThat(logIn(key)).as("zero after zero").isInstanceOf(Result.LoggedIn.class);
        key.counter = 9;
        assertThat(logIn(key)).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn(key)).as("the same again").isInstanceOf(Result.Refused.class);
        key.counter = 0;
        assertThat(logIn(key)).as("zero after a number").isInstanceOf(Result.Refused.class);
        key.counter = 10;
        assertThat(logIn(key)).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void aUserWhoMayNotLogInDoesNot() {
        Owner ada = owner();
        site.users().setActive(ada.user().id(), false);
        assertThat(logIn(ada.authenticator())).isInstanceOf(Result.Refused.class);
        site.users().setActive(ada.user().id(), true);
        assertThat(logIn(ada.authenticator())).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void aRemovedPasskeyOpensNothing() {
        Owner ada = owner();
        assertThat(manage.remove(ada.asker(), ada.authenticator().id()))
                .isInstanceOf(ManagePasskeys.Result.Removed.class);
        assertThat(logIn(ada.authenticator())).isInstanceOf(Result.Refused.class);
        assertThat(site.reload(ada.user()).security().factors()).isEmpty();
        assertThat(manage.remove(ada.asker(), ada.authenticator().id()))
                .isInstanceOf(ManagePasskeys.Result.NotFound.class);
    }

    /** Adding and removing ask for a proof within ten minutes, by the passkey for who has one. */
    @Test
    void aSessionThatProvedNothingLatelyChangesNothing() {
        Owner ada = owner();
        site.passes(Duration.ofMinutes(11));
        assertThat(manage.begin(ada.asker())).isEqualTo(new ManagePasskeys.Result.ProofNeeded(List.of("passkey")));
        assertThat(manage.remove(ada.asker(), ada.authenticator().id()))
                .isEqualTo(new ManagePasskeys.Result.ProofNeeded(List.of("passkey")));
        Octets challenge = ((ManagePasskeys.Result.Asked) manage.ask(ada.asker())).challenge();
        ManagePasskeys.Result.Proved proved = (ManagePasskeys.Result.Proved)
                manage.prove(ada.asker(), ada.authenticator().answer(challenge));
        assertThat(proved.proved().labels()).containsExactly("pwd", "hwk");
        assertThat(manage.begin(ada.asker())).isInstanceOf(ManagePasskeys.Result.Begun.class);
    }

    @Test
    void noAuthenticatorMakesASecondPasskeyAndThereAreTwentyAtMost() {
        Owner ada = owner();
        for (int i = 1; i < Passkey.MOST; i++) {
            added(ada.asker());
        }
        assertThat(manage.begin(ada.asker())).isInstanceOf(ManagePasskeys.Result.TooMany.class);
        manage.remove(ada.asker(), ada.authenticator().id());
        ManagePasskeys.Result.Begun begun = (ManagePasskeys.Result.Begun) manage.begin(ada.asker());
        assertThat(begun.existing()).hasSize(Passkey.MOST - 1);
    }

    @Test
    void theOnlyWayInStays() {
        Owner ada = owner();
        site.client()
                .updateItem(request -> request.tableName(
                                site.environment().variables().required("USERS_TABLE"))
                        .key(UserItems.key(ada.user().id()))
                        .updateExpression("REMOVE password"));
        assertThat(manage.remove(ada.asker(), ada.authenticator().id()))
                .isInstanceOf(ManagePasskeys.Result.LastWayIn.class);
        Authenticator second = added(ada.asker());
        assertThat(manage.remove(ada.asker(), ada.authenticator().id()))
                .isInstanceOf(ManagePasskeys.Result.Removed.class);
        assertThat(manage.remove(ada.asker(), second.id())).isInstanceOf(ManagePasskeys.Result.LastWayIn.class);
    }

    @Test
    void idsAreTheSameWithPaddingAndWithout() {
        Owner ada = owner();
        String id = ada.authenticator().id().text();
        assertThat(CredentialId.read(id + "=")).contains(ada.authenticator().id());
        assertThat(CredentialId.read(id)).contains(ada.authenticator().id());
        assertThat(CredentialId.read("")).isEmpty();
        assertThat(CredentialId.read("!")).isEmpty();
    }

    private String step(User user) {
        NewStep step = new StepTokens(Randomness.SECURE).issue(user, site.now());
        steps.begin(step.step(), user, null);
        return step.token().reveal();
    }

    private Assertion answer(Authenticator authenticator, String step) {
        return authenticator.answer(logIn.begin(step).orElseThrow());
    }

    @Test
    void aPasskeyTakesTheSecondStep() {
        Owner ada = owner();
        String step = step(ada.user());
        Result result = logIn.logIn(step, answer(ada.authenticator(), step), CLIENT);
        assertThat(proved(result).labels()).containsExactly("pwd", "hwk");
        assertThat(logIn.logIn(step, answer(ada.authenticator(), step), CLIENT))
                .isInstanceOf(Result.InvalidToken.class);
    }

    @Test
    void aStepIsTakenByItsOwnUserAndItsOwnChallenge() {
        Owner ada = owner();
        Owner eve = owner();
        String step = step(ada.user());
        assertThat(logIn.logIn(step, answer(eve.authenticator(), step), CLIENT))
                .as("another user's passkey")
                .isInstanceOf(Result.Refused.class);
        assertThat(logIn.logIn(step, answer(ada.authenticator(), step(ada.user())), CLIENT))
                .as("a challenge of another step")
                .isInstanceOf(Result.Refused.class);
        assertThat(logIn.logIn(step, ada.authenticator().answer(logIn.begin()), CLIENT))
                .as("a challenge of no step")
                .isInstanceOf(Result.Refused.class);
        assertThat(logIn.logIn(answer(ada.authenticator(), step), CLIENT))
                .as("the challenge of a step, without it")
                .isInstanceOf(Result.Refused.class);
        assertThat(logIn.logIn("step-nothing", answer(ada.authenticator(), step), CLIENT))
                .isInstanceOf(Result.InvalidToken.class);
    }

    @Test
    void aStepHasFiveTriesForPasskeysToo() {
        Owner ada = owner();
        Owner eve = owner();
        String step = step(ada.user());
        for (int i = 0; i < Step.TRIES; i++) {
            assertThat(logIn.logIn(step, answer(eve.authenticator(), step), CLIENT))
                    .isInstanceOf(Result.Refused.class);
        }
        assertThat(logIn.logIn(step, answer(ada.authenticator(), step), CLIENT)).isInstanceOf(Result.Throttled.class);
    }

    @Test
    void logOutEverywhereEndsAStep() {
        Owner ada = owner();
        String step = step(ada.user());
        site.users().endAllSessions(ada.user().id());
        assertThat(logIn.logIn(step, answer(ada.authenticator(), step), CLIENT))
                .isInstanceOf(Result.InvalidToken.class);
    }

    /** One answer fifty times at once: one session, and nobody hears of an outage. */
    @Test
    void fiftyLoginsWithOneAnswerOpenOneSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Owner ada = owner();
            Assertion answer = ada.authenticator().answer(logIn.begin());
            List<Callable<Result>> logins = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                logins.add(() -> logIn.logIn(answer, CLIENT));
            }
            List<Result> results = race.run(logins);
            assertThat(results).filteredOn(Result.LoggedIn.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(Result.Refused.class::isInstance).hasSize(AT_ONCE - 1);
            assertThat(site.live(ada.user())).as("round %d", round).hasSize(2);
        }
    }

    /** Of answers that race, each may come first; but the highest counter stays. */
    @Test
    void theHighestCounterStays() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Owner ada = owner();
            List<Callable<Result>> logins = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                ada.authenticator().counter = i;
                Assertion answer = ada.authenticator().answer(logIn.begin());
                logins.add(() -> logIn.logIn(answer, CLIENT));
            }
            List<Result> results = race.run(logins);
            assertThat(results.get(9)).isInstanceOf(Result.LoggedIn.class);
            assertThat(passkeys.find(ada.authenticator().id()).orElseThrow().counter())
                    .isEqualTo(10);
        }
    }

    /** The same passkey is added once, however often it is sent. */
    @Test
    void oneAttestationAddsOnePasskey() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Asker asker = registered();
            ManagePasskeys.Result.Begun begun = (ManagePasskeys.Result.Begun) manage.begin(asker);
            Authenticator authenticator = new Authenticator("example.org", ORIGIN);
            var answer = authenticator.attest(begun.challenge());
            List<Callable<ManagePasskeys.Result>> adds = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                adds.add(() -> manage.add(asker, answer, "a key"));
            }
            List<ManagePasskeys.Result> results = race.run(adds);
            assertThat(results)
                    .filteredOn(ManagePasskeys.Result.Added.class::isInstance)
                    .hasSize(1);
            assertThat(manage.list(asker)).hasSize(1);
        }
    }

    /** Of two passkeys that are removed at once by who has no password, one stays. */
    @Test
    void twoRemovalsAtOnceLeaveAWayIn() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Owner ada = owner();
            Authenticator second = added(ada.asker());
            site.client()
                    .updateItem(request -> request.tableName(
                                    site.environment().variables().required("USERS_TABLE"))
                            .key(UserItems.key(ada.user().id()))
                            .updateExpression("REMOVE password"));
            race.run(List.<Callable<ManagePasskeys.Result>>of(
                    () -> manage.remove(ada.asker(), ada.authenticator().id()),
                    () -> manage.remove(ada.asker(), second.id())));
            assertThat(manage.list(ada.asker())).hasSize(1);
        }
    }
}
