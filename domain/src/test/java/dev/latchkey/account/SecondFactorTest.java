package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.LogInByCode.Result;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Step;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.text.Language;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Setting an app up, and logging in with it. */
class SecondFactorTest {
    private static final Session.Client ELSEWHERE = new Session.Client("a test", "198.51.100.9");
    private static final String WRONG = "000000";

    private final Stage stage = new Stage(Map.of());
    private User ada = stage.user("ada");
    private LogIn.Result.LoggedIn first = stage.loggedIn("ada");

    @BeforeEach
    void setUp() {
        assertThat(stage.manageApp().enrol(asker())).isInstanceOf(ManageApp.Result.Enrolled.class);
        assertThat(confirm(code())).isInstanceOf(ManageApp.Result.WithBackupCodes.class);
        ada = stage.reload(ada);
        stage.passes(Duration.ofSeconds(30));
    }

    @Test
    void aRightCodeOpensASessionThatSaysWhatWasProved() {
        Result.LoggedIn in = (Result.LoggedIn) logIn(step(), code());
        assertThat(in.opened().session().authentication()).isEqualTo(Authentication.byCode(stage.now()));
        assertThat(in.event().kind()).isEqualTo(AccountEvent.Kind.LOGGED_IN);
        assertThat(first.opened().session().authentication())
                .isEqualTo(Authentication.byPassword(first.opened().session().created()));
    }

    @Test
    void aRightPasswordAloneOpensNothing() {
        int before = stage.stores.sessions().list(ada.id()).size();
        LogIn.Result.SecondFactorNeeded needed = needed();
        assertThat(needed.method()).isEqualTo("app");
        assertThat(needed.event()).isEqualTo(AccountEvent.of(AccountEvent.Kind.FACTOR_ASKED, ada.id()));
        assertThat(stage.checkToken().check(needed.step().token().reveal()))
                .isInstanceOf(CheckToken.Result.Invalid.class);
        assertThat(stage.stores.sessions().list(ada.id())).hasSize(before);
    }

    @Test
    void aCodeAStepAndABackupCodeWorkOnce() {
        String step = step();
        String code = code();
        assertThat(logIn(step, code)).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn(step(), code)).isEqualTo(new Result.WrongCode(ada.id()));
        stage.passes(Duration.ofSeconds(30));
        assertThat(logIn(step, code())).isEqualTo(new Result.InvalidToken());
        assertThat(logIn(step(), PlainApps.backupCode(1, 3))).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn(step(), PlainApps.backupCode(1, 3))).isEqualTo(new Result.WrongCode(ada.id()));
        assertThat(logIn(step(), PlainApps.backupCode(1, 4))).isInstanceOf(Result.LoggedIn.class);
    }

    /** The code of the step before, after one of the present step was used, would be a replay of an older one. */
    @Test
    void noCodeIsTakenThatIsOlderThanOneThatWasUsed() {
        String older = code();
        stage.passes(Duration.ofSeconds(30));
        assertThat(logIn(step(), code())).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn(step(), older)).isEqualTo(new Result.WrongCode(ada.id()));
    }

    @Test
    void whatIsNoTokenOfAStepIsNotLookedFor() {
        stage.apps.looked();
        assertThat(logIn("nonsense", code())).isEqualTo(new Result.InvalidToken());
        assertThat(logIn(first.opened().token().reveal(), code())).isEqualTo(new Result.InvalidToken());
        assertThat(stage.apps.looked()).isZero();
    }

    @Test
    void aStepIsOverAfterFiveMinutes() {
        String step = step();
        stage.passes(Step.LIFE.minusSeconds(1));
        assertThat(logIn(step, WRONG)).isEqualTo(new Result.WrongCode(ada.id()));
        stage.passes(Duration.ofSeconds(1));
        assertThat(logIn(step, code())).isEqualTo(new Result.InvalidToken());
    }

    @Test
    void aStepHasFiveTriesWhateverTheCodes() {
        String step = step();
        for (String wrong : List.of(WRONG, "12345", "NotABackup12", "", WRONG)) {
            assertThat(logIn(step, wrong)).isEqualTo(new Result.WrongCode(ada.id()));
        }
        stage.apps.looked();
        assertThat(logIn(step, code())).isInstanceOf(Result.Throttled.class);
        assertThat(logIn(step, PlainApps.backupCode(1, 0))).isInstanceOf(Result.Throttled.class);
        assertThat(stage.apps.looked()).isZero();
    }

    /** From a strange place ten guesses end all guessing of six digits, and keep nobody out who has another way. */
    @Test
    void tenGuessesWithinAQuarterOfAnHourAreAll() {
        guess(10, ELSEWHERE);
        stage.apps.looked();
        assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.Throttled.class);
        assertThat(stage.apps.looked()).isZero();
        assertThat(logIn(step(), PlainApps.backupCode(1, 0), ELSEWHERE)).isInstanceOf(Result.LoggedIn.class);
        assertThat(logIn(step(), code())).as("from where she is known").isInstanceOf(Result.LoggedIn.class);
        stage.passes(Duration.ofMinutes(15));
        Session.Client third = new Session.Client("a test", "203.0.113.9");
        assertThat(logIn(step(), code(), third)).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void aHundredGuessesWithinADayAreAll() {
        for (int round = 0; round < 10; round++) {
            guess(10, ELSEWHERE);
            stage.passes(Duration.ofMinutes(15));
        }
        assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.Throttled.class);
        changePassword();
        assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.Throttled.class);
        stage.passes(Duration.ofDays(1));
        assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void aNewPasswordBeginsTheQuarterOfAnHourAnew() {
        guess(10, ELSEWHERE);
        changePassword();
        assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.LoggedIn.class);
    }

    private void changePassword() {
        PasswordHash hash = stage.passwords.hash(Password.of(Stage.RIGHT));
        PasswordHash other = new PasswordHash("alt:" + Stage.RIGHT);
        User now = stage.reload(ada);
        stage.stores.users().changePassword(now, hash.equals(now.passwordHash()) ? other : hash, null);
    }

    @Test
    void rightCodesAreNoGuesses() {
        for (int i = 0; i < 12; i++) {
            assertThat(logIn(step(), code(), ELSEWHERE)).isInstanceOf(Result.LoggedIn.class);
            stage.passes(Duration.ofSeconds(30));
        }
    }

    @Test
    void aKeyThatDoesNotAnswerBurnsNoTry() {
        String step = step();
        stage.apps.down(true);
        for (int i = 0; i < 12; i++) {
            assertThatThrownBy(() -> logIn(step, code(), ELSEWHERE)).isInstanceOf(StoreUnavailableException.class);
        }
        stage.apps.down(false);
        assertThat(logIn(step, code(), ELSEWHERE)).isInstanceOf(Result.LoggedIn.class);
    }

    /** What may happen to a user between two writes. */
    enum Change {
        LOG_OUT_ALL,
        NEW_PASSWORD,
        DEACTIVATION,
        RENEWED_CODES
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aStepLeadsNowhereOnceTheUserHasChanged(Change change) {
        String step = step();
        change(change);
        assertThat(logIn(step, PlainApps.backupCode(change == Change.RENEWED_CODES ? 2 : 1, 0)))
                .isEqualTo(new Result.InvalidToken());
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void norIfTheUserChangesJustBeforeTheWrite(Change change) {
        String step = step();
        stage.stores.beforeNextWrite(() -> change(change));
        Result result = logIn(step, PlainApps.backupCode(1, 0));
        assertThat(result)
                .isEqualTo(change == Change.RENEWED_CODES ? new Result.WrongCode(ada.id()) : new Result.InvalidToken());
    }

    private void change(Change change) {
        switch (change) {
            case LOG_OUT_ALL -> stage.stores.users().endAllSessions(ada.id());
            case NEW_PASSWORD -> changePassword();
            case DEACTIVATION -> stage.stores.users().setActive(ada.id(), false);
            case RENEWED_CODES ->
                assertThat(stage.manageApp().renewCodes(asker(), Code.of(PlainApps.backupCode(1, 4))))
                        .isInstanceOf(ManageApp.Result.WithBackupCodes.class);
        }
    }

    /** An app comes into force between the password and the write that would open a session without it. */
    @Test
    void aLoginThatSeesAnEnrolmentTooLateBeginsAgain() {
        User grace = stage.user("grace");
        LogIn.Result.LoggedIn in = stage.loggedIn("grace");
        Asker asker = new Asker(grace.id(), in.opened().session().key(), "192.0.2.1", Language.EN);
        stage.manageApp().enrol(asker);
        stage.stores.beforeNextWrite(() -> assertThat(stage.manageApp().confirm(asker, Code.of(code())))
                .isInstanceOf(ManageApp.Result.WithBackupCodes.class));
        assertThat(stage.logIn().logIn("grace", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isInstanceOf(LogIn.Result.SecondFactorNeeded.class);
    }

    @Test
    void aHashOfOldIsReplacedAtTheFirstStep() {
        stage.stores.users().changePassword(ada, new PasswordHash("old:" + Stage.RIGHT), null);
        String step = step();
        assertThat(stage.reload(ada).passwordHash()).isEqualTo(new PasswordHash("new:" + Stage.RIGHT));
        assertThat(logIn(step, code())).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void anAppThatIsBeingSetUpGatesNothingAndIsOverAfterTenMinutes() {
        User grace = stage.user("grace");
        LogIn.Result.LoggedIn in = stage.loggedIn("grace");
        Asker asker = new Asker(grace.id(), in.opened().session().key(), "192.0.2.1", Language.EN);
        stage.manageApp().enrol(asker);
        assertThat(stage.logIn().logIn("grace", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isInstanceOf(LogIn.Result.LoggedIn.class);
        stage.passes(PendingApp.LIFE);
        assertThat(stage.manageApp().confirm(asker, Code.of(code())))
                .isEqualTo(new ManageApp.Result.WrongCode(grace.id()));
    }

    @Test
    void confirmingIsProofAndTheSessionGoesOn() {
        Session session = stage.stores
                .sessions()
                .find(ada.id(), first.opened().session().key())
                .session();
        assertThat(session).isNotNull();
        assertThat(session.authentication())
                .isEqualTo(Authentication.byCode(stage.now().minusSeconds(30)));
        assertThat(stage.isAccepted(first)).isTrue();
    }

    @Test
    void aSessionThatEndedMeanwhileConfirmsAndRemovesNothing() {
        stage.stores.users().endAllSessions(ada.id());
        assertThat(stage.manageApp().remove(asker(), Code.of(code()))).isEqualTo(new ManageApp.Result.SessionEnded());
        User grace = stage.user("grace");
        LogIn.Result.LoggedIn in = stage.loggedIn("grace");
        Asker asker = new Asker(grace.id(), in.opened().session().key(), "192.0.2.1", Language.EN);
        stage.manageApp().enrol(asker);
        stage.stores.sessions().end(grace.id(), asker.session());
        assertThat(stage.manageApp().confirm(asker, Code.of(code()))).isEqualTo(new ManageApp.Result.SessionEnded());
    }

    @Test
    void guessesInASessionEndToo() {
        User now = stage.reload(ada);
        for (int i = 0; i < 10; i++) {
            assertThat(stage.manageApp().remove(asker(), Code.of(WRONG)))
                    .isEqualTo(new ManageApp.Result.WrongCode(ada.id()));
        }
        assertThat(stage.manageApp().remove(asker(), Code.of(code()))).isInstanceOf(ManageApp.Result.Throttled.class);
        assertThat(stage.reload(ada)).isEqualTo(now);
        assertThat(stage.manageApp().remove(asker(), Code.of(PlainApps.backupCode(1, 0))))
                .isEqualTo(new ManageApp.Result.Removed(ada.id()));
        assertThat(stage.reload(ada).security().factors()).isEmpty();
    }

    @Test
    void whoHasAFactorIsNotLetInWhereItIsSwitchedOff() {
        SessionDoor door = new SessionDoor(
                stage.stores.sessions(),
                new TokenIssuer(stage.environment),
                null,
                VerificationRule.NONE,
                null,
                stage::now);
        assertThat(door.afterPassword(ada, Stage.CLIENT, null)).isEqualTo(new SessionDoor.Result.ProofSwitchedOff());
        assertThat(ada.security().factors()).containsExactly(Factor.APP);
    }

    private void guess(int times, Session.Client client) {
        String step = step();
        for (int i = 0; i < times; i++) {
            step = i % Step.TRIES == 0 ? step() : step;
            assertThat(logIn(step, WRONG, client)).isEqualTo(new Result.WrongCode(ada.id()));
        }
    }

    private String step() {
        return needed().step().token().reveal();
    }

    private LogIn.Result.SecondFactorNeeded needed() {
        return (LogIn.Result.SecondFactorNeeded)
                stage.logIn().logIn("ada", Password.of(Stage.RIGHT), new Session.Client("a test", "203.0.113.1"));
    }

    private Result logIn(String step, String code) {
        return logIn(step, code, Stage.CLIENT);
    }

    private Result logIn(String step, String code, Session.Client client) {
        return stage.logInByCode().logIn(step, Code.of(code), client, Language.EN);
    }

    private ManageApp.Result confirm(String code) {
        return stage.manageApp().confirm(asker(), Code.of(code));
    }

    private Asker asker() {
        return new Asker(ada.id(), first.opened().session().key(), "192.0.2.1", Language.EN);
    }

    private String code() {
        return PlainApps.code(stage.now());
    }
}
