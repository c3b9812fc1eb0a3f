package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the account pages make of each answer that the contract has for mails, links and second factors. */
class AccountFlowsTest {
    private static final String TITLE = "main h1";
    private static final String TOAST = ".toast";
    private static final String NOTICE = ".notice";
    private static final String SUBMIT = "main form .button";
    private static final String CONFIRM = "dialog .dialog-foot .button:last-child";
    private static final String OK = "{\"detail\":\"ok\"}";
    private static final String NOT_FOUND = "{\"detail\":\"Not found.\"}";
    private static final String SECRET = "JBSWY3DPEHPK3PXPQ5XN4TRAJBSWY3DP";
    private static final String URI_OF_SECRET = "otpauth://totp/Latchkey:ada?secret=" + SECRET + "&issuer=Latchkey";
    private static final String CODES =
            "{\"backup_codes\":[\"7KQ2M9XDP4HT\",\"P4HT2WVCX8RN\",\"X8RN6JFA3DZB\",\"3DZBK5YEM2VG\",\"M2VG9TQLH6WP\"]}";
    private static final String ACTIVE = "[{\"name\":\"app\",\"is_primary\":true}]";

    private static StandIn api;
    private static Chromium browser;

    @BeforeAll
    static void open() {
        api = new StandIn(Map.of(
                "MAIL",
                "ses",
                "ACCOUNT_OFFERS",
                "deletion,export,undo",
                "SECOND_FACTOR",
                "optional",
                "LOGIN_BY",
                "either"));
        browser = new Chromium();
    }

    @AfterAll
    static void close() {
        browser.close();
        api.close();
    }

    @BeforeEach
    void begin() {
        api.forget();
        browser.takeComplaints();
    }

    @AfterEach
    void forget() {
        browser.run("sessionStorage.clear(); localStorage.clear()");
        browser.leave();
    }

    @Test
    void aForgottenPasswordIsAnsweredWithTheSamePageForEverybody() {
        api.on("POST password/reset", 200, "{\"detail\":\"Password reset e-mail has been sent.\"}");
        show("signin", "Sign in");
        browser.click(".field-link");
        browser.awaitText(TITLE, "Forgot your password?");
        browser.type("#email", "ada@example.com");
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "Check your mail");
        assertThat(browser.text(".sent dd")).isEqualTo("ada@example.com");
        assertThat(browser.text(".door-head")).contains("It works once, for one hour.");
        assertThat(api.takeCalls()).containsExactly("POST password/reset {\"email\":\"ada@example.com\"}");
        browser.verifyQuiet(api.url());
    }

    @Test
    void aResetSetsThePasswordAndTakesTheSecretOutOfTheAddress() {
        api.on("POST password/reset/confirm", 200, OK);
        show("reset?uid=MTI-4f0c91&token=lk_reset_a-b_c", "Choose a new password");
        assertThat(api.takeCalls()).isEmpty();
        browser.type("#password", "vorpal-Tundra");
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "Your new password is saved");
        assertThat(api.takeCalls())
                .containsExactly("POST password/reset/confirm {\"uid\":\"MTI-4f0c91\",\"token\":\"lk_reset_a-b_c\","
                        + "\"new_password1\":\"vorpal-Tundra\",\"new_password2\":\"vorpal-Tundra\"}");
        assertThat(browser.run("return location.hash")).isEqualTo("#reset");
        browser.click("main .button-primary");
        browser.awaitText(TITLE, "Sign in");
        browser.verifyQuiet(api.url());
    }

    @Test
    void aPasswordThatTheApiRefusesIsSaidAndTheLinkStays() {
        api.on("POST password/reset/confirm", 400, "{\"new_password2\":[\"This password is too common.\"]}");
        show("reset?uid=a&token=b", "Choose a new password");
        browser.type("#password", "Passw0rd!");
        browser.click(SUBMIT);
        browser.awaitText("#password-error", "Too many people have this password.");
        assertThat(browser.run("return location.hash")).isEqualTo("#reset?uid=a&token=b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reset?uid=a&token=b | password/reset/confirm    | 400 | {\"token\":[\"Invalid value\"]}",
                "reset?uid=a&token=b | password/reset/confirm    | 400 | {\"uid\":[\"Invalid value\"]}",
                "verify?key=a        | registration/verify-email | 404 | {\"detail\":\"Not found.\"}",
                "email?key=a         | email/confirm             | 404 | {\"detail\":\"Not found.\"}",
                "undo?key=a          | undo                      | 404 | {\"detail\":\"Not found.\"}",
            })
    void aLinkThatWasUsedIsSaidToBeOver(String screen, String path, int status, String body) {
        api.on("POST " + path, status, body);
        browser.leave();
        browser.open(api.screen(screen));
        browser.await("the page is there", () -> browser.shows(SUBMIT));
        if (browser.shows("#password")) {
            browser.type("#password", "vorpal-Tundra");
        }
        browser.click("main .button-primary");
        browser.awaitText(TITLE, "This link is over");
        assertThat(browser.run("return location.hash.includes('?')")).isEqualTo(false);
        browser.verifyQuiet(api.url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "reset?uid=a", "verify", "verify?token=a", "email", "undo?key="})
    void aLinkThatWasCutIsSaidToBeOver(String screen) {
        show(screen, "This link is over");
        assertThat(api.takeCalls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "verify, registration/verify-email, Confirm your address,     Your address is confirmed",
        "email,  email/confirm,             Confirm your new address, Your address is changed",
    })
    void openingALinkChangesNothingAndAButtonDoes(String screen, String path, String before, String after) {
        api.on("POST " + path, 200, OK);
        for (int visit = 0; visit < 3; visit++) {
            show(screen + "?key=lk_k%2Be%3Dy", before);
            browser.reload();
            browser.awaitText(TITLE, before);
        }
        browser.click("main .button-quiet");
        browser.awaitText(TITLE, "Good that you looked");
        assertThat(api.takeCalls()).isEmpty();
        show(screen + "?key=lk_k%2Be%3Dy", before);
        browser.click("main .button-primary");
        browser.awaitText(TITLE, after);
        assertThat(api.takeCalls()).containsExactly("POST " + path + " {\"key\":\"lk_k+e=y\"}");
        browser.verifyQuiet(api.url());
    }

    @Test
    void anUndoTakesThePasswordFromBefore() {
        api.on("POST undo", 400, "{\"password\":[\"Invalid password.\"]}");
        show("undo?key=k", "Take back the change");
        browser.type("#password", "not it");
        browser.click(SUBMIT);
        browser.awaitText("#password-error", "That is not your password.");
        api.on("POST undo", 200, OK);
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "Your account is as it was before");
        browser.click("main .button-primary");
        browser.awaitText(TITLE, "Forgot your password?");
        assertThat(api.takeCalls())
                .hasSize(2)
                .allMatch(call -> call.startsWith("POST undo {\"key\":\"k\",\"password\":\""));
    }

    @Test
    void anAddressThatHasToBeConfirmedComesBeforeTheAccount() {
        api.on("POST register", 201, "{\"detail\":\"Verification e-mail sent.\"}")
                .on("POST login", 400, "{\"non_field_errors\":[\"E-mail is not verified.\"]}")
                .on("POST registration/resend-email", 200, OK);
        show("register", "Create an account");
        browser.type("#username", "ada");
        browser.type("#email", "ada@example.com");
        browser.type("#password", "vorpal-Tundra");
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "Check your mail");
        assertThat(browser.text(".sent dd")).isEqualTo("ada@example.com");
        browser.click("main .button-plain");
        signIn("ada");
        browser.awaitText(NOTICE, "Your e-mail address is not confirmed yet.");
        browser.click(".notice a");
        browser.awaitText(TITLE, "Confirm your address");
        browser.type("#email", "ada@example.com");
        browser.click(SUBMIT);
        browser.awaitText(".door-head", "It works once, for 24 hours.");
        assertThat(api.takeCalls()).endsWith("POST registration/resend-email {\"email\":\"ada@example.com\"}");
    }

    @Test
    void aSecondStepTakesACodeOrABackupCode() {
        api.on("POST login", 200, "{\"ephemeral_token\":\"e1\",\"method\":\"app\"}")
                .on("POST login/code", 401, "{\"error\":\"Invalid or expired code.\"}");
        show("signin", "Sign in");
        signIn("ada");
        browser.awaitText(TITLE, "Enter your code");
        browser.type("#code", "12 34");
        assertThat(browser.find("#code").getAttribute("value")).isEqualTo("1234");
        browser.click(SUBMIT);
        browser.awaitText("#code-error", "Type all six digits.");
        browser.press("56");
        browser.click(SUBMIT);
        browser.awaitText("#code-error", "That code was not right.");
        assertThat(browser.focused()).isEqualTo("code");
        assertThat(browser.find("#code").getAttribute("value")).isEmpty();
        browser.click("a[href='#backup']");
        browser.awaitText(TITLE, "Use a backup code");
        browser.type("#code", "7KQ2 M9XD P4HT");
        signedIn("[]");
        api.on("POST login/code", 200, "{\"token\":\"t\"}");
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "ada");
        assertThat(api.takeCalls())
                .contains(
                        "POST login/code {\"ephemeral_token\":\"e1\",\"code\":\"123456\"}",
                        "POST login/code {\"ephemeral_token\":\"e1\",\"code\":\"7KQ2M9XDP4HT\"}");
        browser.verifyQuiet(api.url());
    }

    @Test
    void aSecondStepThatIsOverOrWasNeverBegunLeadsBack() {
        show("code", "Sign in");
        api.on("POST login", 200, "{\"ephemeral_token\":\"e1\",\"method\":\"app\"}")
                .on("POST login/code", 401, "{\"error\":\"Invalid or expired token.\"}");
        signIn("ada");
        browser.awaitText(TITLE, "Enter your code");
        browser.type("#code", "123456");
        browser.click(SUBMIT);
        browser.awaitText(NOTICE, "That took too long. Sign in again.");
        api.on("POST login/code", 429, "{\"detail\":\"Request was throttled. Expected available in 700 seconds.\"}");
        signIn("ada");
        browser.awaitText(TITLE, "Enter your code");
        browser.type("#code", "123456");
        browser.click(SUBMIT);
        browser.awaitText(NOTICE, "Too many tries. Wait 12 minutes, then try again.");
    }

    @Test
    void anAppIsEnrolledByACodeThatAPhoneCanRead() {
        signedIn("[]");
        api.on("POST app/activate", 200, "{\"details\":\"" + URI_OF_SECRET + "\"}")
                .on("POST app/activate/confirm", 400, "{\"code\":[\"Code invalid or expired.\"]}");
        showSignedIn("account", "ada");
        browser.click("a[href='#enrol']");
        browser.awaitText(TITLE, "Set up two-step verification");
        assertThat(QrReader.read(browser.pictureOf(".qr"))).isEqualTo(URI_OF_SECRET);
        assertThat(browser.text("#secret").replace(" ", "")).isEqualTo(SECRET);
        browser.type("#code", "999999");
        browser.click(SUBMIT);
        browser.awaitText("#code-error", "That code was not right.");
        api.on("POST app/activate/confirm", 200, CODES).on("GET mfa/user-active-methods", 200, ACTIVE);
        browser.type("#code", "123456");
        browser.click(SUBMIT);
        browser.awaitText("#h-codes", "Backup codes");
        assertThat(browser.focused()).isEqualTo("h-codes");
        assertThat(browser.all(".backup li")).hasSize(5);
        assertThat(browser.text(".backup li")).isEqualTo("7KQ2 M9XD P4HT");
        browser.run("window.print = () => { window.printed = true }");
        browser.click(".card-head .button:nth-child(2)");
        assertThat(browser.run("return window.printed")).isEqualTo(true);
        browser.click(".card-foot .button");
        browser.awaitText(TOAST, "Store the codes first");
        browser.click("#kept");
        browser.click(".card-foot .button");
        browser.awaitText(TITLE, "ada");
        assertThat(browser.text(".rows li")).contains("Two-step verification", "On", "Turn off");
        show("codes", "ada");
        browser.verifyQuiet(api.url());
    }

    @Test
    void theOtherLanguageLeavesWhatIsShownOnceAsItIs() {
        signedIn("[]");
        api.on("POST app/activate", 200, "{\"details\":\"" + URI_OF_SECRET + "\"}")
                .on("POST app/activate/confirm", 200, CODES)
                .on("POST password/reset/confirm", 200, OK);
        showSignedIn("account", "ada");
        browser.click("a[href='#enrol']");
        browser.await("the secret is there", () -> browser.shows("#secret"));
        browser.type("#code", "123456");
        browser.click("#language");
        browser.awaitText(TITLE, "Bestätigung in zwei Schritten einrichten");
        assertThat(browser.find("#code").getAttribute("value")).isEqualTo("123456");
        browser.click(SUBMIT);
        browser.awaitText("#h-codes", "Ersatzcodes");
        browser.click("#language");
        browser.awaitText("#h-codes", "Backup codes");
        assertThat(browser.all(".backup li")).hasSize(5);
        assertThat(api.takeCalls()).containsOnlyOnce("POST app/activate");
        show("reset?uid=a&token=b", "Choose a new password");
        browser.type("#password", "vorpal-Tundra");
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "Your new password is saved");
        browser.click("#language");
        browser.awaitText(TITLE, "Ihr neues Passwort ist gespeichert");
    }

    @Test
    void backupCodesAreCopiedAsTheyAreTyped() {
        signedIn(ACTIVE);
        api.on("POST app/codes/regenerate", 200, CODES);
        showSignedIn("account", "ada");
        browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text }");
        browser.click(".row-action .button-quiet");
        browser.awaitText("dialog h2", "Make new backup codes?");
        browser.type("#dialog-code", "123456");
        browser.click(CONFIRM);
        browser.awaitText("#h-codes", "Backup codes");
        browser.click(".card-head .button");
        browser.awaitText(TOAST, "Copied.");
        assertThat(browser.run("return window.copied"))
                .isEqualTo("7KQ2M9XDP4HT\nP4HT2WVCX8RN\nX8RN6JFA3DZB\n3DZBK5YEM2VG\nM2VG9TQLH6WP");
        assertThat(api.takeCalls()).contains("POST app/codes/regenerate {\"code\":\"123456\"}");
    }

    @Test
    void theSecondStepIsTurnedOffByACode() {
        signedIn(ACTIVE);
        api.on("POST app/deactivate", 400, "{\"code\":[\"Code invalid or expired.\"]}");
        showSignedIn("account", "ada");
        browser.click("[aria-label='Turn off two-step verification']");
        browser.type("#dialog-code", "999999");
        browser.click(CONFIRM);
        browser.awaitText("#dialog-code-error", "That code was not right.");
        api.on("POST app/deactivate", 204, "").on("GET mfa/user-active-methods", 200, "[]");
        browser.type("#dialog-code", "123456");
        browser.click(CONFIRM);
        browser.awaitText(TOAST, "Two-step verification is off.");
        assertThat(browser.text(".rows li")).contains("Off", "Set up");
    }

    @Test
    void aChangeOfAddressTakesThePasswordAndAFreshProof() {
        signedIn("[]");
        String needsProof = "{\"detail\":\"Prove that it is you.\",\"reauthenticate\":[\"otp\"]}";
        api.on("POST email", 403, needsProof).on("POST reauthenticate", 200, OK);
        showSignedIn("account", "ada");
        browser.click("[aria-label='Change the e-mail address']");
        browser.type("#email", "new@example.com");
        browser.type("#current_password", "vorpal-Tundra");
        browser.click(CONFIRM);
        browser.awaitText("dialog:last-of-type h2", "Is it you?");
        browser.click("dialog:last-of-type .dialog-foot .button:first-child");
        browser.awaitText("dialog .notice", "Nothing was changed: it takes a fresh proof");
        browser.click(CONFIRM);
        browser.awaitText("dialog:last-of-type h2", "Is it you?");
        browser.type("#proof", "123 456");
        api.on("POST email", 200, OK);
        browser.click("dialog:last-of-type .dialog-foot .button:last-child");
        browser.awaitText(TOAST, "A link is on its way to your new address.");
        assertThat(api.takeCalls())
                .contains(
                        "POST reauthenticate {\"code\":\"123456\"}",
                        "POST email {\"email\":\"new@example.com\",\"current_password\":\"vorpal-Tundra\"}");
        browser.verifyQuiet(api.url());
    }

    @Test
    void anAccountIsDeletedByItsPasswordAfterAQuestion() {
        signedIn("[]");
        api.on("DELETE user", 204, "");
        showSignedIn("account", "ada");
        browser.click("section[aria-labelledby=h-delete] button");
        browser.awaitText("dialog h2", "Delete the account ada?");
        browser.type("#delete-password", "vorpal-Tundra");
        browser.click(CONFIRM);
        browser.awaitText(TITLE, "Your account will be deleted");
        assertThat(api.takeCalls()).contains("DELETE user {\"current_password\":\"vorpal-Tundra\"}");
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void onesDataIsDownloadedAsAFile() {
        signedIn("[]");
        api.on("GET user/export", 200, "{\"username\":\"ada\"}");
        showSignedIn("account", "ada");
        browser.run("HTMLAnchorElement.prototype.click = function () { window.file = this.download }");
        browser.click("[aria-label='Download your data']");
        browser.awaitText(TOAST, "Your data is downloaded.");
        assertThat(browser.run("return window.file")).isEqualTo("account.json");
        browser.verifyQuiet(api.url());
    }

    @Test
    void whatSomebodyCallsThemselvesIsTextAndNothingElse() {
        String name = "<img src=x onerror=ran=1>";
        signedIn("[]");
        api.on(
                        "GET user",
                        200,
                        "{\"id\":1,\"username\":\"" + name + "\",\"email\":\"" + name + "\",\"email_verified\":false}")
                .on(
                        "GET tokens",
                        200,
                        "[{\"token_key\":\"a/../b\",\"created\":\"2026-01-02T03:04:05Z\",\"expiry\":null,"
                                + "\"last_used\":null,\"user_agent\":\"" + name + "\",\"source_ip\":\"" + name
                                + "\",\"current\":false}]")
                .on("DELETE tokens/a/../b", 204, "");
        showSignedIn("account", name);
        assertThat(browser.text(".facts")).contains(name, "Not confirmed yet");
        assertThat(browser.run("return document.querySelectorAll('img').length + (window.ran ?? 0)"))
                .isEqualTo(0L);
        browser.takeComplaints();
        browser.click("#sessions button");
        browser.awaitText(TOAST, "Session ended.");
        browser.verifyQuiet(api.url());
    }

    @Test
    void whatIsNoAnswerOfTheApiIsSaid() {
        api.on("POST login", 503, "<html>Service Unavailable</html>");
        show("signin", "Sign in");
        signIn("ada");
        browser.awaitText(NOTICE, "We could not reach the service.");
        api.on("POST login", 418, "{}");
        browser.click(SUBMIT);
        browser.awaitText(NOTICE, "The service answered with 418.");
        api.on("POST login", 403, NOT_FOUND);
        browser.click(SUBMIT);
        browser.awaitText(NOTICE, "Not found.");
    }

    private void show(String screen, String title) {
        browser.leave();
        browser.open(api.screen(screen));
        browser.awaitText(TITLE, title);
    }

    private void showSignedIn(String screen, String title) {
        show("signin", "Sign in");
        browser.run("sessionStorage.setItem('latchkey-token', 't')");
        show(screen, title);
    }

    private void signIn(String username) {
        browser.awaitText(TITLE, "Sign in");
        browser.type("#username", username);
        browser.type("#password", "vorpal-Tundra");
        browser.click(SUBMIT);
    }

    private void signedIn(String methods) {
        api.on("GET user", 200, "{\"id\":1,\"username\":\"ada\",\"email\":\"ada@example.com\",\"email_verified\":true}")
                .on("GET tokens", 200, "[]")
                .on("GET mfa/user-active-methods", 200, methods);
    }
}
