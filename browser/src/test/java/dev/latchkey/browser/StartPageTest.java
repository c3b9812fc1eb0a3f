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

/** The page at {@code /}, as a person who has just started the server uses it. */
class StartPageTest {
    private static Api api;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        api = Api.start(Map.of());
        browser = new Chromium();
    }

    @AfterAll
    static void stop() {
        browser.close();
        api.close();
    }

    @BeforeEach
    void open() {
        browser.open(api.page("/"));
        browser.await("the page is there", () -> browser.shows("#create"));
    }

    @AfterEach
    void forget() {
        browser.run("sessionStorage.clear(); localStorage.clear()");
        browser.leave();
    }

    @Test
    void oneClickLeadsToATokenAndToCallsWithIt() {
        browser.click("#create");
        browser.await("the token is there", () -> browser.shows("#token"));
        String token = browser.text("#token");
        assertThat(api.statusOf(token)).isEqualTo(200);
        assertThat(browser.text("#who")).startsWith("Signed in as visitor-").contains(" with the password ");
        assertThat(browser.focused()).isEqualTo("h-try");
        assertThat(browser.text("#panel-0"))
                .contains("curl " + api.url() + "/api/auth/user", "\"Authorization: Token " + token + "\"");
        assertThat(browser.text("#call")).contains("It answers", "200", "\"username\":\"visitor-");
        browser.click("#tab-0");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.focused()).isEqualTo("tab-1");
        assertThat(browser.text("#panel-1")).contains("await fetch(");
        browser.press(Keys.END);
        assertThat(browser.text("#panel-2")).contains("import requests");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.shows("#panel-0")).isTrue();
        browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text }");
        browser.click("[aria-label='Copy your token']");
        browser.awaitText(".toast", "Copied.");
        assertThat(browser.run("return window.copied")).isEqualTo(token);

        browser.click("#to-account");
        browser.awaitText("main h1", "visitor-");
        browser.click("#sessions ~ * button");
        browser.click("dialog .button-danger");
        browser.awaitText(".notice", "You are signed out everywhere.");
        browser.open(api.page("/"));
        browser.await("there is no token any more", () -> browser.shows("#create"));
        browser.verifyQuiet(api.url());
    }

    @Test
    void thePageTellsWhatTheServerDoes() {
        assertThat(browser.text("#where")).contains(api.url().toString(), "in memory only");
        assertThat(browser.text("#routes")).contains("/api/auth/login", "Log in", "open", "DELETE", "Token");
        int before = Integer.parseInt(browser.text("#requests strong"));
        api.register("someone");
        assertThat(api.statusOf("nonsense")).isEqualTo(401);
        browser.await(
                "the requests are counted", () -> Integer.parseInt(browser.text("#requests strong")) >= before + 2);
        assertThat(browser.text("#requests")).doesNotContain("refused: 0");
        assertThat(browser.text("#latency")).contains("ms median", "95 of 100 under");
        assertThat(browser.text("#tables")).containsPattern("users\\s+[1-9]");
        assertThat(browser.all("#requests rect")).isNotEmpty();
        browser.verifyQuiet(api.url());
    }

    @Test
    void aTokenThatIsOverIsForgotten() {
        browser.run("sessionStorage.setItem('latchkey-token', 'nonsense')");
        browser.reload();
        browser.await("there is a way to a new one", () -> browser.shows("#create"));
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
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
        for (boolean dark : new boolean[] {false, true}) {
            browser.size(width, 800);
            browser.dark(dark);
            browser.open(api.page("/"));
            browser.await("the page is there", () -> browser.shows("#create"));
            verify("the page of a visitor", width, dark);
            browser.click("#create");
            browser.await("the token is there", () -> browser.shows("#token"));
            browser.wholePicture("start-" + (dark ? "dark" : "light") + "-" + width, width);
            verify("the page with a token", width, dark);
            browser.run("sessionStorage.clear()");
        }
        browser.size(1280, 900);
        browser.dark(false);
    }

    private static void verify(String what, int width, boolean dark) {
        String name = what + ", " + (dark ? "dark" : "light") + ", " + width + " pixels wide";
        browser.verifyFits(name);
        browser.verifyAccessible(name);
    }
}
