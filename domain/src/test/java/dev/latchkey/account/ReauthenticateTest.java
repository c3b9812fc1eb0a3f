package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.Reauthenticate.Result;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReauthenticateTest {
    private static final String CHOSEN = "Tuesday-Kettle-5";

    private final Stage stage = new Stage(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "3"));
    private final User ada = stage.user("ada");
    private final LogIn.Result.LoggedIn here = stage.loggedIn("ada");
    private final Asker asker = new Asker(ada.id(), here.opened().session().key(), "192.0.2.1", Language.EN);

    @Test
    void whoHasNoFactorProvesThePassword() {
        stage.passes(Freshness.LIFE);
        assertThat(isFresh()).isFalse();
        assertThat(stage.reauthenticate().byPassword(asker, "ada", Password.of(Stage.RIGHT)))
                .isEqualTo(new Result.Proved(ada.id(), Authentication.byPassword(stage.now())));
        assertThat(isFresh()).isTrue();
        assertThat(stage.reauthenticate().byCode(asker, Code.of("123456")))
                .isEqualTo(new Result.OtherProofNeeded(List.of("password")));
    }

    @Test
    void wrongPasswordsAreFailedLogins() {
        for (int i = 0; i < 3; i++) {
            assertThat(stage.reauthenticate().byPassword(asker, "ada", Password.of("wrong")))
                    .isEqualTo(new Result.WrongPassword(ada.id()));
        }
        assertThat(stage.reauthenticate().byPassword(asker, "ada", Password.of(Stage.RIGHT)))
                .isInstanceOf(Result.Throttled.class);
    }

    @Test
    void whoHasAFactorProvesThatAndNothingElse() {
        enrol();
        assertThat(isFresh()).as("confirming is proof").isTrue();
        stage.passes(Freshness.LIFE);
        assertThat(isFresh()).isFalse();
        assertThat(stage.reauthenticate().byPassword(asker, "ada", Password.of(Stage.RIGHT)))
                .isEqualTo(new Result.OtherProofNeeded(List.of("app")));
        assertThat(change()).isEqualTo(new ChangePassword.Result.ProofNeeded(List.of("app")));
        String code = PlainApps.code(stage.now());
        assertThat(stage.reauthenticate().byCode(asker, Code.of(code)))
                .isEqualTo(
                        new Result.Proved(ada.id(), new Authentication(Set.of(Method.PWD, Method.OTP), stage.now())));
        assertThat(stage.reauthenticate().byCode(asker, Code.of(code))).isEqualTo(new Result.WrongCode(ada.id()));
        assertThat(isFresh()).isTrue();
        assertThat(change()).isEqualTo(new ChangePassword.Result.Changed(ada.id()));
    }

    /** A session from before the factor has proved the password alone. */
    @Test
    void anOtherSessionIsNotFreshByThat() {
        LogIn.Result.LoggedIn elsewhere = stage.loggedIn("ada");
        enrol();
        Session other = Objects.requireNonNull(stage.stores
                .sessions()
                .find(ada.id(), elsewhere.opened().session().key())
                .session());
        assertThat(Freshness.isFresh(stage.reload(ada), other, stage.now())).isFalse();
    }

    @Test
    void aSessionOfWhichNothingIsKnownIsNeverFresh() {
        Session imported = new Session(
                ada.id(),
                here.opened().session().digest(),
                ada.generation(),
                stage.now(),
                null,
                null,
                Session.Client.UNKNOWN);
        assertThat(Freshness.isFresh(ada, imported, stage.now())).isFalse();
    }

    @Test
    void aUserWhoChangesMeanwhileHasProvedNothing() {
        enrol();
        stage.passes(Duration.ofMinutes(20));
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(stage.reauthenticate().byCode(asker, Code.of(PlainApps.backupCode(1, 0))))
                .isEqualTo(new Result.SessionEnded());
        assertThat(isFresh()).isFalse();
    }

    private void enrol() {
        stage.manageApp().enrol(asker);
        assertThat(stage.manageApp().confirm(asker, Code.of(PlainApps.code(stage.now()))))
                .isInstanceOf(ManageApp.Result.WithBackupCodes.class);
        stage.passes(Duration.ofSeconds(30));
    }

    private ChangePassword.Result change() {
        return stage.changePassword()
                .change(new ChangePassword.Change(
                        ada.id(),
                        "ada",
                        asker.session(),
                        Password.of(Stage.RIGHT),
                        Password.of(CHOSEN),
                        "192.0.2.1",
                        Language.EN,
                        stage.now()));
    }

    private boolean isFresh() {
        Session session =
                stage.stores.sessions().find(ada.id(), asker.session()).session();
        return Freshness.isFresh(stage.reload(ada), Objects.requireNonNull(session), stage.now());
    }
}
