package dev.latchkey.browser;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two-step verification on a local server: from the QR code on, with an app that is not ours. */
class SecondStepTest {
    private static final String TITLE = "main h1";
    private static final String SUBMIT = "main form .button";
    private static final String CONFIRM = "dialog:last-of-type .dialog-foot .button:last-child";

    @Test
    void aPersonSetsItUpSignsInWithItAndTurnsItOff() {
        try (Api api = Api.start(Map.of("SECOND_FACTOR", "optional"));
                Chromium browser = new Chromium()) {
            browser.open(api.page("/account#register"));
            browser.type("#username", "ada");
            browser.type("#email", "ada@example.com");
            browser.type("#password", Api.PASSWORD);
            browser.click(SUBMIT);
            browser.awaitText(TITLE, "ada");
            browser.click("a[href='#enrol']");
            browser.await("the QR code is there", () -> browser.shows(".qr"));
            var app = new Authenticator(QrReader.read(browser.pictureOf(".qr")));
            browser.type("#code", app.code(-1));
            browser.click(SUBMIT);
            browser.awaitText("#h-codes", "Backup codes");
            String backupCode = browser.text(".backup li:nth-child(2)");
            String another = browser.text(".backup li:nth-child(3)");
            browser.click("#kept");
            browser.click(".card-foot .button");
            browser.awaitText(".rows", "Turn off");

            browser.click(".bar button");
            signIn(browser);
            browser.awaitText(TITLE, "Enter your code");
            browser.type("#code", app.code(0));
            browser.click(SUBMIT);
            browser.awaitText(TITLE, "ada");

            browser.click(".bar button");
            signIn(browser);
            browser.awaitText(TITLE, "Enter your code");
            browser.click("a[href='#backup']");
            for (int time = 0; time < 2; time++) {
                browser.await("the field is there", () -> browser.shows("#code.mono"));
                browser.type("#code", time == 0 ? "AAAA BBBB CCCC" : backupCode);
                browser.click(SUBMIT);
                if (time == 0) {
                    browser.awaitText("#code-error", "That code was not right, or it was used before.");
                }
            }
            browser.awaitText(TITLE, "ada");

            browser.click("[aria-label='Turn off two-step verification']");
            browser.type("#dialog-code", backupCode);
            browser.click(CONFIRM);
            browser.awaitText("#dialog-code-error", "That code was not right.");
            browser.type("#dialog-code", another);
            browser.click(CONFIRM);
            browser.awaitText(".toast", "Two-step verification is off.");
            browser.click(".bar button");
            signIn(browser);
            browser.awaitText(TITLE, "ada");
            browser.verifyQuiet(api.url());
        }
    }

    private static void signIn(Chromium browser) {
        browser.awaitText(TITLE, "Sign in");
        browser.type("#username", "ada");
        browser.type("#password", Api.PASSWORD);
        browser.click(SUBMIT);
    }
}
