package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.ChangePassword.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangePasswordTest {
    private static final String CHOSEN = "Tuesday-Kettle-5";

    private final Stage stage = new Stage(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2"));
    private User ada;
    private LogIn.Result.LoggedIn here;

    @BeforeEach
    void logIn() {
        ada = stage.user("ada");
        here = stage.loggedIn("ada");
    }

    @Test
    void endsEverySessionButTheOneThatAsks() {
        LogIn.Result.LoggedIn elsewhere = stage.loggedIn("ada");
        Result result = change(Stage.RIGHT, CHOSEN);
        assertThat(result).isEqualTo(new Result.Changed(ada.id()));
        assertThat(((Result.Changed) result).event())
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.PASSWORD_CHANGED, ada.id()));
        assertThat(stage.isAccepted(here)).isTrue();
        assertThat(stage.isAccepted(elsewhere)).isFalse();
        assertThat(change(CHOSEN, Stage.RIGHT)).isEqualTo(new Result.Changed(ada.id()));
        assertThat(stage.isAccepted(here)).isTrue();
    }

    @Test
    void aWrongPasswordIsAFailedLogin() {
        Result result = change("wrong", CHOSEN);
        assertThat(result).isEqualTo(new Result.WrongPassword(ada.id()));
        assertThat(((Result.WrongPassword) result).event())
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.PASSWORD_CHANGE_FAILED, ada.id()));
        change("x".repeat(101), CHOSEN);
        assertThat(change(Stage.RIGHT, CHOSEN)).isInstanceOf(Result.Throttled.class);
    }

    @Test
    void aWeakPasswordIsRefusedAndNothingChanges() {
        assertThat(change(Stage.RIGHT, "weak")).isEqualTo(new Result.PasswordRejected(List.of("too short")));
        assertThat(stage.isAccepted(here)).isTrue();
        assertThat(change(Stage.RIGHT, CHOSEN)).isInstanceOf(Result.Changed.class);
    }

    /** A cached answer of the authorizer lets a request in whose session is over. It changes nothing, and is no guess. */
    @Test
    void aSessionThatIsOverChangesNothing() {
        stage.stores.sessions().end(ada.id(), key());
        for (int i = 0; i < 5; i++) {
            assertThat(change(Stage.RIGHT, CHOSEN)).isEqualTo(new Result.SessionEnded());
        }
        LogIn.Result.LoggedIn again = stage.loggedIn("ada");
        stage.passes(Duration.ofHours(10));
        assertThat(stage.changePassword().change(wanted(again.opened().session().key(), Stage.RIGHT, CHOSEN)))
                .as("expired")
                .isEqualTo(new Result.SessionEnded());
    }

    /** Their password was right when they were sent: however many there are, the owner's new password is let in. */
    @Test
    void requestsSentTogetherWithAChangeFromTheSamePlaceHaveNotFailed() {
        ChangePassword.Change before = wanted(key(), Stage.RIGHT, "another-choice");
        stage.passes(Duration.ofMillis(1));
        assertThat(change(Stage.RIGHT, CHOSEN)).isInstanceOf(Result.Changed.class);
        for (int i = 0; i < 5; i++) {
            assertThat(stage.changePassword().change(before)).isEqualTo(new Result.WrongPassword(ada.id()));
        }
        stage.passes(Duration.ofSeconds(2));
        assertThat(change(Stage.RIGHT, CHOSEN)).as("came after it").isEqualTo(new Result.WrongPassword(ada.id()));
        assertThat(change(Stage.RIGHT, CHOSEN)).isEqualTo(new Result.WrongPassword(ada.id()));
        assertThat(change(CHOSEN, Stage.RIGHT)).isInstanceOf(Result.Throttled.class);
    }

    @Test
    void aLogOutMeanwhileIsNoticed() {
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(change(Stage.RIGHT, CHOSEN)).isEqualTo(new Result.SessionEnded());
    }

    /** Ten changes whose writes all lose: the count of failures is given back once for each, and never below nothing. */
    @Test
    void losingARaceGivesBackNoMoreThanOneAttempt() {
        stage.logIn().logIn("ada", Password.of("wrong"), new Session.Client("", "192.0.2.9"));
        for (int i = 0; i < 3; i++) {
            LogIn.Result.LoggedIn session = stage.loggedIn("ada");
            stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
            assertThat(stage.changePassword()
                            .change(wanted(session.opened().session().key(), Stage.RIGHT, CHOSEN)))
                    .isEqualTo(new Result.SessionEnded());
        }
        assertThat(stage.logIn().logIn("ada", Password.of("wrong"), new Session.Client("", "192.0.2.9")))
                .isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(stage.logIn().logIn("ada", Password.of("wrong"), new Session.Client("", "192.0.2.9")))
                .as("the third failure from there")
                .isInstanceOf(LogIn.Result.Throttled.class);
    }

    private TokenKey key() {
        return here.opened().session().key();
    }

    private Result change(String current, String chosen) {
        return stage.changePassword().change(wanted(key(), current, chosen));
    }

    private ChangePassword.Change wanted(TokenKey session, String current, String chosen) {
        return new ChangePassword.Change(
                ada.id(),
                "ada",
                session,
                Password.of(current),
                Password.of(chosen),
                "192.0.2.1",
                Language.EN,
                stage.now());
    }
}
