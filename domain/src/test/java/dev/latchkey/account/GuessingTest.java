package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.LogIn.Result;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guessing one account from many places, each of which stays below its own limit. */
class GuessingTest {
    private static final String HOME = "192.0.2.1";

    private final Stage stage = new Stage(Map.of("LOGIN_FAILURES_PER_USER", "20"));

    @Test
    void endsAfterTheLimitWhateverThePlaces() {
        stage.user("ada");
        assertThat(guesses("ada", 30)).isEqualTo(20);
        stage.passwords.verified();
        assertThat(retryAfter()).as("others may be under way").isEqualTo(Duration.ofSeconds(1));
        stage.passes(Duration.ofSeconds(3));
        assertThat(retryAfter()).isEqualTo(Duration.ofDays(1).minusSeconds(3));
        assertThat(stage.passwords.verified()).as("no hash").isZero();
        stage.passes(Duration.ofDays(1).minusSeconds(3));
        assertThat(logIn("ada", Stage.RIGHT, "198.51.100.200")).isInstanceOf(Result.LoggedIn.class);
    }

    private Duration retryAfter() {
        return ((Result.Throttled) logIn("ada", Stage.RIGHT, "198.51.100.200")).retryAfter();
    }

    @Test
    void isTheSameForANameThatNobodyHas() {
        assertThat(guesses("nobody", 30)).isEqualTo(20);
    }

    /** The owner goes on logging in from home, and a stranger at home has the limit of that place. */
    @Test
    void locksNobodyOutFromWhereTheyLogIn() {
        stage.user("ada");
        assertThat(logIn("ada", Stage.RIGHT, HOME)).isInstanceOf(Result.LoggedIn.class);
        guesses("ada", 30);
        for (int i = 0; i < 30; i++) {
            assertThat(logIn("ada", Stage.RIGHT, HOME)).isInstanceOf(Result.LoggedIn.class);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(logIn("ada", "wrong", HOME)).isInstanceOf(Result.WrongCredentials.class);
        }
        assertThat(logIn("ada", Stage.RIGHT, HOME)).isInstanceOf(Result.Throttled.class);
    }

    @Test
    void whereverAUserRegisteredIsKnown() {
        stage.register().register("ada", "", Password.of(Stage.RIGHT), new Session.Client("", HOME), Language.EN);
        guesses("ada", 30);
        assertThat(logIn("ada", Stage.RIGHT, HOME)).isInstanceOf(Result.LoggedIn.class);
    }

    @Test
    void aSuccessFromElsewhereForgetsTheFailuresBeforeIt() {
        stage.user("ada");
        guesses("ada", 15);
        assertThat(logIn("ada", Stage.RIGHT, "203.0.113.1")).isInstanceOf(Result.LoggedIn.class);
        assertThat(guesses("ada", 30)).isEqualTo(20);
    }

    /** A new password forgets every place but the one that it comes from. */
    @Test
    void aPasswordChangeForgetsPlaces() {
        User ada = stage.user("ada");
        LogIn.Result.LoggedIn home = (Result.LoggedIn) logIn("ada", Stage.RIGHT, HOME);
        logIn("ada", Stage.RIGHT, "192.0.2.2");
        stage.changePassword()
                .change(new ChangePassword.Change(
                        ada.id(),
                        "ada",
                        home.opened().session().key(),
                        Password.of(Stage.RIGHT),
                        Password.of("Tuesday-Kettle-5"),
                        HOME,
                        Language.EN,
                        stage.now()));
        guesses("ada", 30);
        assertThat(logIn("ada", "Tuesday-Kettle-5", "192.0.2.2")).isInstanceOf(Result.Throttled.class);
        assertThat(logIn("ada", "Tuesday-Kettle-5", HOME)).isInstanceOf(Result.LoggedIn.class);
    }

    /** Requests without an address are all one place, which nobody has to themselves. */
    @Test
    void noAddressIsNoPlace() {
        stage.user("ada");
        for (String address : List.of("", "not an address")) {
            assertThat(logIn("ada", Stage.RIGHT, address)).isInstanceOf(Result.LoggedIn.class);
        }
        assertThat(stage.reload(stage.loggedIn("ada").user()).knownSources().lastSeen())
                .hasSize(1);
        guesses("ada", 30);
        assertThat(logIn("ada", Stage.RIGHT, "")).isInstanceOf(Result.Throttled.class);
    }

    @Test
    void aThiefWithATokenGuessesNoFaster() {
        User ada = stage.user("ada");
        LogIn.Result.LoggedIn stolen = (Result.LoggedIn) logIn("ada", Stage.RIGHT, HOME);
        int wrong = 0;
        for (int i = 0; i < 30; i++) {
            ChangePassword.Result result = stage.changePassword()
                    .change(new ChangePassword.Change(
                            ada.id(),
                            "ada",
                            stolen.opened().session().key(),
                            Password.of("guess" + i),
                            Password.of("Tuesday-Kettle-5"),
                            "198.51.100." + i,
                            Language.EN,
                            stage.now()));
            wrong += result instanceof ChangePassword.Result.WrongPassword ? 1 : 0;
        }
        assertThat(wrong).isEqualTo(20);
    }

    @Test
    void eightPlacesAreKnownForThirtyDays() {
        PasswordHash hash = new PasswordHash("a-hash");
        KnownSources places = KnownSources.NONE;
        for (int i = 0; i < 9; i++) {
            places = places.with(7, hash, "192.0.2." + i, stage.now());
            stage.passes(Duration.ofDays(1));
        }
        assertThat(places.lastSeen()).hasSize(8);
        assertThat(places.contains(7, hash, "192.0.2.0", stage.now()))
                .as("made room")
                .isFalse();
        assertThat(places.contains(7, hash, "192.0.2.1", stage.now())).isTrue();
        assertThat(places.contains(8, hash, "192.0.2.1", stage.now()))
                .as("another user")
                .isFalse();
        assertThat(places.contains(7, new PasswordHash("other"), "192.0.2.1", stage.now()))
                .isFalse();
        stage.passes(Duration.ofDays(22));
        assertThat(places.contains(7, hash, "192.0.2.1", stage.now()))
                .as("after 30 days")
                .isFalse();
        assertThat(places.contains(7, hash, "192.0.2.2", stage.now())).isTrue();
        assertThat(places.with(7, hash, "192.0.2.8", stage.now()).lastSeen()).hasSize(7);
        assertThat(places.toString()).doesNotContain("192.0.2");
    }

    /** Returns how many of so many wrong guesses, each from a place of its own, were verified. */
    private int guesses(String name, int count) {
        int verified = 0;
        for (int i = 0; i < count; i++) {
            verified += logIn(name, "guess" + i, "198.51.100." + i) instanceof Result.WrongCredentials ? 1 : 0;
        }
        return verified;
    }

    private Result logIn(String name, String password, String address) {
        return stage.logIn().logIn(name, Password.of(password), new Session.Client("", address));
    }
}
