package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The account pages of a local server, as a person uses them. */
class AccountPageTest {
    private static final String TITLE = "main h1";
    private static final String TOAST = ".toast";
    private static final String NOTICE = ".notice";
    private static final String SUBMIT = "main form .button";
    private static final String CONFIRM = "dialog .dialog-foot .button:last-child";
    private static final String OTHER_PASSWORD = "Quartz-71-lantern";

    private static Api api;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        api = Api.start(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "4"));
        browser = new Chromium();
    }

    @AfterAll
    static void stop() {
        browser.close();
        api.close();
    }

    @BeforeEach
    void open() {
        browser.open(api.page("/account"));
        browser.awaitText(TITLE, "Sign in");
        browser.takeComplaints();
    }

    @AfterEach
    void forget() {
        browser.offline(false);
        browser.run("sessionStorage.clear(); localStorage.clear()");
        browser.leave();
    }

    @Test
    void aPersonDoesAllThereIsToDo() {
        assertThat(browser.focused()).isEmpty();
        browser.click(".below a");
        browser.awaitText(TITLE, "Create an account");
        register("ada");
        browser.awaitText(TITLE, "ada");
        browser.awaitText(TOAST, "Your account is ready.");
        assertThat(browser.text(".facts")).contains("ada@example.com");
        assertThat(browser.all("#sessions li")).hasSize(1);
        assertThat(browser.text("#sessions li"))
                .contains("Chrome on Linux", "This session", "127.0.0.1", "Signed in just now", "ends in 10 hours");

        String elsewhere = api.login("ada", Api.PASSWORD);
        String third = api.login("ada", Api.PASSWORD);
        browser.reload();
        browser.await(
                "all sessions are there", () -> browser.all("#sessions li").size() == 3);
        assertThat(browser.text("#sessions li:first-child")).contains("This session");
        browser.click("#sessions li:nth-child(2) button");
        browser.awaitText(TOAST, "Session ended.");
        assertThat(browser.all("#sessions li")).hasSize(2);
        assertThat(browser.focused()).isEqualTo("h-sessions");
        assertThat(api.statusOf(elsewhere) + api.statusOf(third)).isEqualTo(401 + 200);

        changePassword("not-the-password", OTHER_PASSWORD);
        browser.awaitText("#current_password-error", "That is not your password.");
        browser.type("#current_password", Api.PASSWORD);
        browser.click(CONFIRM);
        browser.awaitText(TOAST, "Your password is changed.");
        assertThat(browser.all("dialog")).isEmpty();
        assertThat(browser.all("#sessions li")).hasSize(1);
        assertThat(api.statusOf(third)).isEqualTo(401);

        browser.click(".bar button");
        browser.awaitText(NOTICE, "You are signed out.");
        browser.reload();
        browser.awaitText(TITLE, "Sign in");
        signIn("ada", Api.PASSWORD);
        browser.awaitText(NOTICE, "User name or password is not right.");
        signIn("ada", OTHER_PASSWORD);
        browser.awaitText(TITLE, "ada");
        String last = api.login("ada", OTHER_PASSWORD);
        browser.click("section[aria-labelledby=h-sessions] .card-foot button");
        browser.awaitText("dialog h2", "Sign out everywhere?");
        browser.click(CONFIRM);
        browser.awaitText(NOTICE, "You are signed out everywhere.");
        assertThat(api.statusOf(last)).isEqualTo(401);
        assertThat(browser.run("return sessionStorage.length + localStorage.length"))
                .isEqualTo(0L);
        browser.verifyQuiet(api.url());
    }

    @Test
    void whatTheStackDoesNotOfferIsNotShown() {
        assertThat(browser.shows(".field-link")).isFalse();
        for (String screen :
                List.of("forgot", "reset?uid=a&token=b", "verify?key=a", "undo?key=a", "enrol", "nothing")) {
            browser.leave();
            browser.open(api.page("/account#" + screen));
            browser.awaitText(TITLE, "Sign in");
        }
        browser.open(api.page("/account#register"));
        browser.awaitText(TITLE, "Create an account");
        register("barbara");
        browser.awaitText(TITLE, "barbara");
        assertThat(browser.all("main section")).hasSize(3);
        assertThat(browser.all(".facts button, a[href='#enrol']")).isEmpty();
    }

    @Test
    void closedRegistrationIsSaid() {
        try (Api closed = Api.start(Map.of("REGISTRATION", "closed"));
                Chromium visitor = new Chromium()) {
            visitor.open(closed.page("/account"));
            visitor.awaitText(TITLE, "Sign in");
            assertThat(visitor.shows(".below")).isFalse();
            visitor.open(closed.page("/account#register"));
            visitor.awaitText(TITLE, "No new accounts here");
            assertThat(visitor.all("main form")).isEmpty();
        }
    }

    @Test
    void allErrorsAreShownAtOnceAndLeadToTheirFields() {
        browser.open(api.page("/account#register"));
        browser.type("#password", "12345");
        browser.click(SUBMIT);
        browser.awaitText(NOTICE, "Three things to put right");
        assertThat(browser.run("return document.activeElement.getAttribute('role')"))
                .isEqualTo("alert");
        assertThat(browser.text("#email-error")).isEqualTo("Enter an e-mail address such as ada@example.com.");
        assertThat(browser.find("#email").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.find("#email").getAttribute("aria-describedby")).isEqualTo("email-error email-hint");
        browser.click(".notice li:nth-child(2) a");
        assertThat(browser.focused()).isEqualTo("email");
        browser.press("no address");
        assertThat(browser.shows("#email-error")).isTrue();
        browser.type("#email", "grace@example.com");
        assertThat(browser.shows("#email-error")).isFalse();
        assertThat(browser.find("#email").getAttribute("aria-invalid")).isNull();
    }

    @Test
    void theKeyGetsAToothForEachRuleAndTheApiHasTheLastWord() {
        browser.open(api.page("/account#register"));
        browser.type("#username", "linus");
        browser.type("#email", "linus@example.com");
        browser.type("#password", "12345");
        assertThat(browser.all(".tooth.cut")).hasSize(2);
        browser.type("#password", "my-linus-penguin");
        assertThat(browser.all(".tooth.cut")).hasSize(3);
        assertThat(browser.text(".rule-list li:nth-child(4)")).startsWith("Not like your name or e-mail");
        browser.type("#password", "abc123456");
        assertThat(browser.all(".tooth.cut")).hasSize(4);
        assertThat(browser.run("return document.querySelector('.rules [role=status]').textContent"))
                .isEqualTo("4 of 4 rules met");
        browser.click(SUBMIT);
        browser.awaitText("#password-error", "Too many people have this password.");
        assertThat(browser.all(".tooth.cut")).hasSize(3);
        assertThat(browser.focused()).isEqualTo("password");
        browser.click(".reveal");
        assertThat(browser.find("#password").getAttribute("type")).isEqualTo("text");
    }

    @Test
    void aNameThatIsTakenIsSaidAtItsField() {
        api.register("margaret");
        browser.open(api.page("/account#register"));
        register("margaret");
        browser.awaitText("#username-error", "This name is taken. Choose another one.");
        assertThat(browser.focused()).isEqualTo("username");
    }

    @Test
    void theKeyboardIsEnough() {
        browser.press(Keys.TAB, Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("main");
        browser.open(api.page("/account#register"));
        browser.tabTo("username");
        browser.press("grace", Keys.TAB, "grace@example.com", Keys.TAB, Api.PASSWORD, Keys.ENTER);
        browser.awaitText(TITLE, "grace");
        browser.run("document.querySelector('[aria-label=\"Change password\"]').focus()");
        browser.press(Keys.ENTER);
        browser.await("the dialog is there", () -> browser.focused().equals("current_password"));
        browser.press(Api.PASSWORD, Keys.TAB, Keys.TAB, OTHER_PASSWORD, Keys.ENTER);
        browser.awaitText(TOAST, "Your password is changed.");
        browser.run("document.querySelector('[aria-label=\"Change password\"]').focus()");
        browser.press(Keys.ENTER);
        browser.await("the dialog is there", () -> browser.shows("dialog"));
        browser.press(Keys.ESCAPE);
        browser.await("the dialog is closed", () -> browser.all("dialog").isEmpty());
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .isEqualTo("Change password");
        browser.verifyQuiet(api.url());
    }

    @Test
    void aSessionThatWasEndedElsewhereIsOverHere() {
        browser.open(api.page("/account#register"));
        register("edsger");
        browser.awaitText(TITLE, "edsger");
        api.logoutAll(api.login("edsger", Api.PASSWORD));
        changePassword(Api.PASSWORD, OTHER_PASSWORD);
        browser.awaitText(NOTICE, "This session was ended. Sign in to go on.");
        assertThat(browser.all("dialog")).isEmpty();
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void tooManyFailuresSayWhenToTryAgain() {
        api.register("mallory");
        for (int i = 0; i < 4; i++) {
            signIn("mallory", "guess " + i);
            browser.awaitText(NOTICE, "User name or password is not right.");
            browser.run("document.querySelector('.notice').remove()");
        }
        signIn("mallory", Api.PASSWORD);
        browser.awaitText(NOTICE, "Too many tries. Wait 15 minutes, then try again.");
    }

    @Test
    void aServerThatCannotBeReachedIsSaidSo() {
        api.register("back");
        browser.offline(true);
        signIn("back", Api.PASSWORD);
        browser.awaitText(NOTICE, "We could not reach the service. Nothing was changed.");
        browser.offline(false);
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "back");
        browser.offline(true);
        browser.click(".bar button");
        browser.awaitText(TITLE, "This page cannot be shown now");
        browser.offline(false);
        browser.click(".ways button");
        browser.awaitText(TITLE, "back");
    }

    @Test
    void theOtherLanguageAndColoursCanBeChosenAndStay() {
        browser.type("#username", "ada");
        browser.click("#language");
        browser.awaitText(TITLE, "Anmelden");
        assertThat(browser.find("#username").getAttribute("value")).isEqualTo("ada");
        assertThat(browser.find("html").getAttribute("lang")).isEqualTo("de");
        assertThat(browser.focused()).isEqualTo("language");
        browser.click("#theme");
        browser.click("#theme");
        browser.awaitText("#theme", "Farben: dunkel");
        String dark = background();
        browser.reload();
        browser.awaitText(TITLE, "Anmelden");
        assertThat(background()).isEqualTo(dark).isEqualTo("rgb(11, 18, 16)");
        browser.click("#theme");
        assertThat(background()).isEqualTo("rgb(242, 244, 242)");
        browser.verifyQuiet(api.url());
    }

    @Test
    void theLanguageIsTheBrowsers() {
        try (Chromium german = new Chromium("de-AT")) {
            german.open(api.page("/account"));
            german.awaitText(TITLE, "Anmelden");
            german.type("#username", "niemand");
            german.type("#password", "falsch");
            german.click(SUBMIT);
            german.awaitText(NOTICE, "Benutzername oder Passwort stimmt nicht.");
        }
    }

    @Test
    void noScriptButThePagesOwnRunsAndNoTextBecomesHtml() {
        Object refused = browser.run(
                "try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">') }"
                        + " catch (e) { return e.name }");
        assertThat(refused).isEqualTo("TypeError");
        assertThat(browser.run("const script = document.createElement('script');"
                        + "try { script.textContent = 'window.ran = 2' } catch (e) {}"
                        + "document.body.append(script); return window.ran === undefined"))
                .isEqualTo(true);
    }

    @Test
    void aVisitorAsksForFewFilesAndKeepsThem() {
        try (Chromium visitor = new Chromium()) {
            visitor.open(api.page("/account"));
            visitor.awaitText(TITLE, "Sign in");
            visitor.await("all is there", () -> visitor.bytesReceived() > 90_000);
            assertThat(visitor.bytesReceived()).isLessThan(170_000);
            visitor.leave();
            long first = visitor.bytesReceived();
            visitor.open(api.page("/account"));
            visitor.awaitText(TITLE, "Sign in");
            assertThat(visitor.bytesReceived() - first).isLessThan(10_000);
            visitor.verifyQuiet(api.url());
        }
    }

    private String background() {
        return String.valueOf(browser.run("return getComputedStyle(document.body).backgroundColor"));
    }

    private void register(String username) {
        browser.type("#username", username);
        browser.type("#email", username.replaceAll("\\W", "") + "@example.com");
        browser.type("#password", Api.PASSWORD);
        browser.click(SUBMIT);
    }

    private void signIn(String username, String password) {
        browser.type("#username", username);
        browser.type("#password", password);
        browser.click(SUBMIT);
    }

    private void changePassword(String current, String other) {
        browser.click("[aria-label='Change password']");
        browser.type("#current_password", current);
        browser.type("#new_password", other);
        browser.click(CONFIRM);
    }
}
