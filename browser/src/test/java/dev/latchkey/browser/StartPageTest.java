package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page at {@code /}, as a person uses it. */
class StartPageTest {
    private static final String MESSAGE = "#message";
    private static final String OTHER_PASSWORD = "Quartz-71-lantern";

    private static Api api;
    private Chromium browser;

    @BeforeAll
    static void start() {
        api = Api.start(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "4"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void open() {
        browser = new Chromium();
        browser.open(api.page("/"));
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aPersonDoesAllThereIsToDo() {
        browser.await("the page is there", () -> browser.shows("#login"));
        assertThat(browser.bytesReceived()).isBetween(6_000L, 8_000L);
        browser.picture("start");
        register("ada");
        browser.awaitText(MESSAGE, "You are registered and logged in.");
        assertThat(browser.focused()).isEqualTo("message");
        assertThat(browser.text("#username")).isEqualTo("ada");
        assertThat(browser.text("#email")).isEqualTo("ada@example.com");
        assertThat(browser.all("#sessions li")).hasSize(1);
        assertThat(browser.text("#sessions li")).contains("This session").contains("127.0.0.1");

        String elsewhere = api.login("ada", Api.PASSWORD);
        String third = api.login("ada", Api.PASSWORD);
        browser.reload();
        browser.await(
                "all sessions are there", () -> browser.all("#sessions li").size() == 3);
        assertThat(browser.focused()).isEmpty();
        browser.picture("sessions");
        browser.size(390, 844);
        browser.picture("sessions-phone");
        browser.size(1280, 900);
        browser.click("#sessions li:nth-child(2) button");
        browser.awaitText(MESSAGE, "That session is over.");
        assertThat(browser.all("#sessions li")).hasSize(2);
        assertThat(api.statusOf(elsewhere)).isEqualTo(401);
        assertThat(api.statusOf(third)).isEqualTo(200);

        changePassword("not-the-password", OTHER_PASSWORD);
        browser.awaitText("#current-password-problem", "Invalid password.");
        changePassword(Api.PASSWORD, OTHER_PASSWORD);
        browser.awaitText(MESSAGE, "The password is changed, and every other session is over.");
        assertThat(browser.all("#sessions li")).hasSize(1);
        assertThat(api.statusOf(third)).isEqualTo(401);

        browser.click("#logout");
        browser.awaitText(MESSAGE, "You are logged out.");
        browser.reload();
        browser.await("one is still logged out", () -> browser.shows("#login"));
        logIn("ada", Api.PASSWORD);
        browser.awaitText(MESSAGE, "Incorrect Credentials");
        logIn("ada", OTHER_PASSWORD);
        browser.awaitText(MESSAGE, "You are logged in.");
        String last = api.login("ada", OTHER_PASSWORD);
        browser.click("#logoutall");
        browser.awaitText(MESSAGE, "You are logged out everywhere.");
        assertThat(api.statusOf(last)).isEqualTo(401);
        assertThat(browser.run("return sessionStorage.length + localStorage.length"))
                .isEqualTo(0L);
        browser.verifyQuiet(api.url());
    }

    @Test
    void eachFieldSaysWhatIsWrongWithIt() {
        register("", "no address", "12345");
        browser.awaitText("#register-username-problem", "This field may not be blank.");
        browser.awaitText("#register-email-problem", "Enter a valid email address.");
        browser.picture("problems");
        assertThat(browser.find(MESSAGE).getAttribute("role")).isEqualTo("status");
        assertThat(browser.text(MESSAGE)).contains("Two things");
        assertThat(browser.focused()).isEqualTo("register-username");
        assertThat(browser.find("#register-email").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.find("#register-email").getAttribute("aria-describedby"))
                .isEqualTo("register-email-problem");
        register("12345", "five@example.com", "12345");
        browser.awaitText(
                "#register-password-problem",
                "This password is too short. It must contain at least 8 characters."
                        + " This password is too common. This password is entirely numeric.");
        assertThat(browser.find("#register-password").getAttribute("aria-describedby"))
                .isEqualTo("register-password-hint register-password-problem");
        assertThat(browser.shows("#register-username-problem")).isFalse();
        browser.verifyQuiet(api.url());
    }

    @Test
    void theKeyboardIsEnough() {
        browser.await("the page is there", () -> browser.shows("#login"));
        browser.tabTo("register-username");
        browser.press("grace", Keys.TAB, "grace@example.com", Keys.TAB, Api.PASSWORD, Keys.ENTER);
        browser.awaitText(MESSAGE, "You are registered");
        browser.tabTo("current-password");
        browser.press(Api.PASSWORD, Keys.TAB, OTHER_PASSWORD, Keys.TAB, Keys.SPACE);
        browser.awaitText(MESSAGE, "The password is changed");
        browser.run("document.body.focus()");
        browser.tabTo("logout");
        browser.press(Keys.ENTER);
        browser.awaitText(MESSAGE, "You are logged out.");
        browser.tabTo("login-username");
        browser.press("grace", Keys.TAB, OTHER_PASSWORD, Keys.ENTER);
        browser.awaitText(MESSAGE, "You are logged in.");
        browser.verifyQuiet(api.url());
    }

    @Test
    void aSessionThatWasEndedElsewhereIsOverHere() {
        register("edsger");
        browser.awaitText(MESSAGE, "You are registered");
        api.logoutAll(api.login("edsger", Api.PASSWORD));
        changePassword(Api.PASSWORD, OTHER_PASSWORD);
        browser.awaitText(MESSAGE, "This session is over. Log in again.");
        assertThat(browser.shows("#login")).isTrue();
    }

    @Test
    void tooManyFailuresSayWhenToTryAgain() {
        api.register("mallory");
        for (int i = 0; i < 4; i++) {
            logIn("mallory", "guess " + i);
            browser.awaitText(MESSAGE, "Incorrect Credentials");
            browser.run("document.getElementById('message').textContent = ''");
        }
        logIn("mallory", Api.PASSWORD);
        browser.awaitText(MESSAGE, "Request was throttled. Expected available in ");
    }

    @Test
    void aServerThatCannotBeReachedIsSaidSo() {
        browser.await("the page is there", () -> browser.shows("#login"));
        browser.offline(true);
        logIn("ada", Api.PASSWORD);
        browser.awaitText(MESSAGE, "The server cannot be reached.");
        browser.offline(false);
        api.register("back");
        logIn("back", Api.PASSWORD);
        browser.awaitText(MESSAGE, "You are logged in.");
    }

    @Test
    void noScriptButThePagesOwnRuns() {
        browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">');"
                + "const script = document.createElement('script'); script.textContent = 'window.ran = 2';"
                + "document.body.append(script)");
        assertThat(browser.run("return window.ran === undefined")).isEqualTo(true);
        browser.await(
                "Chromium says so",
                () -> browser.takeComplaints().stream().anyMatch(text -> text.contains("Content Security Policy")));
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 1280})
    void fitsEveryWidthAndIsAccessible(int width) {
        browser.size(width, 800);
        for (boolean dark : new boolean[] {false, true}) {
            String colours = dark ? "dark" : "light";
            browser.dark(dark);
            browser.open(api.page("/"));
            browser.await("the page is there", () -> browser.shows("#login"));
            browser.picture("visitor-" + colours + "-" + width);
            verify("the page of a visitor", width, colours);
            register("", "", "x");
            browser.awaitText("#register-username-problem", "This field may not be blank.");
            browser.picture("problems-" + colours + "-" + width);
            verify("the page with problems", width, colours);
            String name = "a".repeat(140) + width + colours;
            register(name, "x".repeat(60) + "@" + ("y".repeat(60) + ".").repeat(2) + "example.com", Api.PASSWORD);
            browser.awaitText(MESSAGE, "You are registered");
            api.login(name, Api.PASSWORD);
            browser.reload();
            browser.await(
                    "both sessions are there", () -> browser.all("#sessions li").size() == 2);
            browser.picture("member-" + colours + "-" + width);
            verify("the page of a user", width, colours);
            browser.click("#logout");
            browser.awaitText(MESSAGE, "You are logged out.");
        }
    }

    private void verify(String what, int width, String colours) {
        String name = what + ", " + colours + ", " + width + " pixels wide";
        browser.verifyFits(name);
        browser.verifyAccessible(name);
    }

    private void register(String username) {
        register(username, username + "@example.com", Api.PASSWORD);
    }

    private void register(String username, String email, String password) {
        browser.type("#register-username", username);
        browser.type("#register-email", email);
        browser.type("#register-password", password);
        browser.click("#register button");
    }

    private void logIn(String username, String password) {
        browser.type("#login-username", username);
        browser.type("#login-password", password);
        browser.click("#login button");
    }

    private void changePassword(String current, String other) {
        browser.type("#current-password", current);
        browser.type("#new-password", other);
        browser.click("#password button");
    }
}
