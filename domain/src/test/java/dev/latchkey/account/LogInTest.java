package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.LogIn.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.ContentionException;
import dev.latchkey.user.HashCensus.Share;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LogInTest {
    private final Stage stage = new Stage(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2", "LOGIN_FAILURE_WINDOW", "60"));

    @Test
    void opensASessionThatLivesAsLongAsTheSettingsSay() {
        User ada = stage.user("ada");
        Result.LoggedIn in = stage.loggedIn("ada");
        assertThat(in.user().id()).isEqualTo(ada.id());
        assertThat(in.opened().session().expiry()).isEqualTo(stage.now().plus(Duration.ofHours(10)));
        assertThat(in.opened().session().client()).isEqualTo(Stage.CLIENT);
        assertThat(in.event())
                .isEqualTo(new AccountEvent(
                        AccountEvent.Kind.LOGGED_IN,
                        ada.id(),
                        in.opened().session().key().value()));
        assertThat(stage.isAccepted(in)).isTrue();
    }

    @Test
    void whateverIsWrongCostsOneHashAndIsOneResult() {
        User ada = stage.user("ada");
        User inactive = stage.user("inactive");
        stage.stores.users().setActive(inactive.id(), false);
        assertWrong("ada", "wrong", ada.id(), 1);
        assertWrong("inactive", Stage.RIGHT, inactive.id(), 1);
        assertWrong("nobody", Stage.RIGHT, UserIds.NOBODY, 1);
        assertWrong("grace", "x".repeat(101), UserIds.NOBODY, 0);
    }

    private void assertWrong(String name, String password, long about, int hashes) {
        stage.passwords.verified();
        Result result = logIn(name, password);
        assertThat(result).isEqualTo(new Result.WrongCredentials(about));
        assertThat(((Result.WrongCredentials) result).event())
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.LOGIN_FAILED, about));
        assertThat(stage.passwords.verified()).as(name).isEqualTo(hashes);
    }

    @Test
    void anAttemptOverTheLimitIsNotEvenHashed() {
        stage.user("ada");
        logIn("ada", "wrong");
        logIn("ada", "wrong");
        stage.passwords.verified();
        assertThat(logIn("ada", Stage.RIGHT))
                .isEqualTo(new Result.Throttled(Duration.ofSeconds(60), AccountEvent.of(AccountEvent.Kind.THROTTLED)));
        assertThat(stage.passwords.verified()).isZero();
    }

    @Test
    void aSuccessClearsTheCount() {
        stage.user("ada");
        for (int i = 0; i < 5; i++) {
            logIn("ada", "wrong");
            assertThat(logIn("ada", Stage.RIGHT)).isInstanceOf(Result.LoggedIn.class);
        }
    }

    @Test
    void aNameThatNobodyHasCostsWhatSomeUserCosts() {
        PasswordHash old = new PasswordHash("old:");
        stage.stores.count(List.of(new Share(old, 1, 1)));
        stage.passwords.computed();
        logIn("nobody", "");
        assertThat(stage.passwords.computed()).as("no password is right for it").containsExactly(old);
        assertThat(logIn("nobody", "")).isInstanceOf(Result.WrongCredentials.class);
    }

    @Test
    void aReplacedHashLeavesTheCensus() {
        PasswordHash way = new PasswordHash("old:");
        stage.stores.count(List.of(new Share(way, 2, 2)));
        User old = User.registered(7, "ada", "", new PasswordHash("old:" + Stage.RIGHT), stage.now());
        stage.stores.users().create(old, "ada", null);
        stage.loggedIn("ada");
        stage.loggedIn("ada");
        assertThat(stage.stores.census().shares()).containsExactly(new Share(way, 2, 1));
    }

    @Test
    void anInactiveUserCostsTheirOwnHash() {
        User inactive = stage.user("inactive");
        stage.stores.users().setActive(inactive.id(), false);
        stage.passwords.computed();
        logIn("inactive", Stage.RIGHT);
        assertThat(stage.passwords.computed()).containsExactly(inactive.passwordHash());
    }

    @Test
    void aHashOfOldIsReplacedInTheSameWrite() {
        User old = User.registered(7, "ada", "", new PasswordHash("old:" + Stage.RIGHT), stage.now());
        stage.stores.users().create(old, "ada", null);
        stage.loggedIn("ada");
        assertThat(stage.reload(old).passwordHash()).isEqualTo(new PasswordHash("new:" + Stage.RIGHT));
    }

    @Test
    void theLimitOnSessionsIsKept() {
        Stage limited = new Stage(Map.of("TOKEN_LIMIT_PER_USER", "1"));
        limited.user("ada");
        Result.LoggedIn first = limited.loggedIn("ada");
        assertThat(limited.logIn().logIn("ada", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isEqualTo(new Result.TooManySessions());
        assertThat(limited.isAccepted(first)).isTrue();
    }

    /** The password that was verified must still be the password when the session opens. */
    @Test
    void aPasswordThatChangesMeanwhileIsVerifiedAnew() {
        User ada = stage.user("ada");
        stage.stores.beforeNextWrite(() -> change(ada, "Tuesday-Kettle-5"));
        assertThat(logIn("ada", Stage.RIGHT)).isEqualTo(new Result.WrongCredentials(ada.id()));
    }

    @Test
    void aPasswordThatIsSetAgainMeanwhileStillOpensASession() {
        User ada = stage.user("ada");
        stage.stores.beforeNextWrite(() -> change(ada, Stage.RIGHT));
        assertThat(logIn("ada", Stage.RIGHT)).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void whoNeverHasItsTurnHasNotFailed() {
        User ada = stage.user("ada");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> logInAgainstChanges(ada)).isInstanceOf(ContentionException.class);
        }
        assertThat(logIn("ada", Stage.RIGHT)).isInstanceOf(Result.LoggedIn.class);
    }

    /** Another hash of the same password before each write: the password stays right, and the write never fits. */
    private void logInAgainstChanges(User ada) {
        stage.stores.beforeNextWrite(new Runnable() {
            @Override
            public void run() {
                User now = stage.reload(ada);
                String hash = stage.passwords.needsRehash(Objects.requireNonNull(now.passwordHash())) ? "new:" : "old:";
                stage.stores.users().changePassword(now, new PasswordHash(hash + Stage.RIGHT), null);
                stage.stores.beforeNextWrite(this);
            }
        });
        try {
            logIn("ada", Stage.RIGHT);
        } finally {
            stage.stores.beforeNextWrite(() -> {});
        }
    }

    private void change(User user, String password) {
        stage.stores.users().changePassword(stage.reload(user), stage.passwords.hash(Password.of(password)), null);
    }

    private Result logIn(String name, String password) {
        return stage.logIn().logIn(name, Password.of(password), Stage.CLIENT);
    }
}
