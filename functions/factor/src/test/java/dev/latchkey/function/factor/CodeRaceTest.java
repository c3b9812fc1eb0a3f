package dev.latchkey.function.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.LogInByCode;
import dev.latchkey.account.LogInByCode.Result;
import dev.latchkey.account.ManageApp;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.NewStep;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold when codes come at once, against DynamoDB Local. */
class CodeRaceTest {
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 50;

    private final Race race = new Race();
    private final Site site = new Site(Map.of());
    private final Environment environment = site.environment()
            .with(SecretBox.class, new KeyBox(Randomness.SECURE.bytes(KeyBox.KEY_BYTES), Randomness.SECURE));
    private final ManageApp manageApp = FactorUseCases.manageApp(environment);
    private final LogInByCode logIn = FactorUseCases.logInByCode(environment);
    private final DynamoDbStepStore steps = new DynamoDbStepStore(environment);
    private int users;

    @AfterEach
    void close() {
        race.close();
    }

    /** A user with an app, whose code of now was not used. */
    private record Enrolled(User user, TokenKey session, TestApp app, List<String> backupCodes) {}

    private Enrolled enrolled() {
        Asker asker = registered();
        ManageApp.Result.Enrolled enrolment = (ManageApp.Result.Enrolled) manageApp.enrol(asker);
        TestApp app = new TestApp(enrolment.enrolment().address());
        ManageApp.Result.WithBackupCodes confirmed =
                (ManageApp.Result.WithBackupCodes) manageApp.confirm(asker, Code.of(app.code(site.now())));
        site.passes(Duration.ofSeconds(30));
        User user = site.users().find(asker.userId()).orElseThrow();
        return new Enrolled(user, asker.session(), app, confirmed.codes().reveal());
    }

    private Asker registered() {
        User user = site.register("user" + users++);
        Site.Drafted session = site.draft(user);
        site.open(user, session, null);
        return new Asker(user.id(), session.session().key(), "192.0.2.1", Language.EN);
    }

    private String step(User user) {
        NewStep step = new StepTokens(Randomness.SECURE).issue(user, site.now());
        steps.begin(step.step(), user, null);
        return step.token().reveal();
    }

    private Result logIn(String step, String code, String address) {
        return logIn.logIn(step, Code.of(code), new Session.Client("a test", address), Language.EN);
    }

    private static long loggedIn(List<Result> results) {
        return results.stream().filter(Result.LoggedIn.class::isInstance).count();
    }

    private long sessions(Enrolled enrolled) {
        return site.live(enrolled.user()).size() - 1L;
    }

    @Test
    void fiftyLoginsWithOneCodeOpenOneSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Enrolled ada = enrolled();
            String code = ada.app().code(site.now());
            List<Callable<Result>> logins = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String step = step(ada.user());
                logins.add(() -> logIn(step, code, "192.0.2.1"));
            }
            List<Result> results = race.run(logins);
            assertThat(loggedIn(results)).as("round %d", round).isEqualTo(1);
            assertThat(sessions(ada)).isEqualTo(1);
            assertThat(results)
                    .allMatch(result -> result instanceof Result.LoggedIn
                            || result instanceof Result.WrongCode
                            || result instanceof Result.Throttled);
        }
    }

    @Test
    void fiftyLoginsWithOneBackupCodeOpenOneSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Enrolled ada = enrolled();
            String code = ada.backupCodes().get(round % 5);
            List<Callable<Result>> logins = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String step = step(ada.user());
                logins.add(() -> logIn(step, code, "192.0.2.1"));
            }
            List<Result> results = race.run(logins);
            assertThat(loggedIn(results)).as("round %d", round).isEqualTo(1);
            assertThat(sessions(ada)).isEqualTo(1);
            assertThat(results).filteredOn(Result.WrongCode.class::isInstance).hasSize(AT_ONCE - 1);
        }
    }

    @Test
    void oneTokenOfAStepOpensOneSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Enrolled ada = enrolled();
            String step = step(ada.user());
            List<Callable<Result>> logins = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String code = ada.backupCodes().get(i % 5);
                logins.add(() -> logIn(step, code, "192.0.2.1"));
            }
            assertThat(loggedIn(race.run(logins))).as("round %d", round).isEqualTo(1);
            assertThat(sessions(ada)).isEqualTo(1);
        }
    }

    /** The mask of used codes is compared as a whole: who loses against the use of another code tries again. */
    @Test
    void fiveBackupCodesAtOnceAllWork() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Enrolled ada = enrolled();
            List<Callable<Result>> logins = new ArrayList<>();
            for (String code : ada.backupCodes()) {
                String step = step(ada.user());
                logins.add(() -> logIn(step, code, "192.0.2.1"));
            }
            assertThat(loggedIn(race.run(logins))).as("round %d", round).isEqualTo(5);
        }
    }

    @Test
    void twoHundredGuessesFromFiftyPlacesAreTenAndFiveAStep() throws Exception {
        Enrolled ada = enrolled();
        String wrong = ada.app().wrongCode(site.now());
        List<Callable<Result>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String step = step(ada.user());
            String place = "198.51.100." + i % 50;
            guesses.add(() -> logIn(step, wrong, place));
        }
        List<Result> results = race.run(guesses);
        assertThat(results).filteredOn(Result.WrongCode.class::isInstance).hasSize(10);
        assertThat(results).filteredOn(Result.Throttled.class::isInstance).hasSize(190);
        String step = step(ada.user());
        List<Result> ofOneStep = race.run(Collections.nCopies(200, () -> logIn(step, "NotABackup12", "198.51.100.7")));
        assertThat(ofOneStep).filteredOn(Result.WrongCode.class::isInstance).hasSize(Step.TRIES);
        assertThat(ofOneStep).filteredOn(Result.Throttled.class::isInstance).hasSize(200 - Step.TRIES);
    }

    @Test
    void anAppIsConfirmedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Asker asker = registered();
            ManageApp.Result.Enrolled enrolment = (ManageApp.Result.Enrolled) manageApp.enrol(asker);
            String code = new TestApp(enrolment.enrolment().address()).code(site.now());
            List<ManageApp.Result> results =
                    race.run(Collections.nCopies(20, () -> manageApp.confirm(asker, Code.of(code))));
            assertThat(results)
                    .filteredOn(ManageApp.Result.WithBackupCodes.class::isInstance)
                    .hasSize(1);
            // A loser may have read the user before the winner's write, and the enrolment after it.
            assertThat(results)
                    .filteredOn(result -> result instanceof ManageApp.Result.AlreadyActive
                            || result instanceof ManageApp.Result.NoApp
                            || result instanceof ManageApp.Result.WrongCode)
                    .hasSize(19);
        }
    }

    @Test
    void aCodeRemovesAnAppOrLogsInAndNeverBoth() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Enrolled ada = enrolled();
            String code = ada.app().code(site.now());
            String step = step(ada.user());
            Asker asker = new Asker(ada.user().id(), ada.session(), "192.0.2.1", Language.EN);
            List<Object> results = race.run(List.<Callable<Object>>of(
                    () -> logIn(step, code, "192.0.2.1"), () -> manageApp.remove(asker, Code.of(code))));
            boolean in = results.get(0) instanceof Result.LoggedIn;
            boolean removed = results.get(1) instanceof ManageApp.Result.Removed;
            assertThat(in).as("round %d: %s", round, results).isNotEqualTo(removed);
            assertThat(site.users()
                            .find(ada.user().id())
                            .orElseThrow()
                            .security()
                            .factors()
                            .isEmpty())
                    .isEqualTo(removed);
        }
    }
}
