package dev.latchkey.browser;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every screen of the account pages: it fits, axe-core finds nothing, nobody else is asked; and a picture of it to be looked at. */
class AccountLooksTest {
    private static final String SUBMIT = "main form .button";
    private static final String LONG = "Hubert-Blaine.Wolfeschlegelsteinhausenbergerdorff_".repeat(3);

    private static StandIn api;

    private Chromium browser;
    private String look = "";
    private int width;

    @BeforeAll
    static void start() {
        String firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        String iphone =
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1";
        api = new StandIn(Map.of(
                        "MAIL",
                        "ses",
                        "ACCOUNT_OFFERS",
                        "deletion,export,undo",
                        "SECOND_FACTOR",
                        "optional",
                        "LOGIN_BY",
                        "either",
                        "PASSKEY_RP_ID",
                        "localhost"))
                .on("POST passkeys/login/options", 200, "{\"challenge\":\"AA\"}")
                .on("POST login", 200, "{\"ephemeral_token\":\"e\",\"method\":\"app\"}")
                .on("POST login/code", 401, "{\"error\":\"Invalid or expired code.\"}")
                .on("POST register", 201, "{\"detail\":\"Verification e-mail sent.\"}")
                .on("POST password/reset", 200, "{\"detail\":\"ok\"}")
                .on("POST password/reset/confirm", 200, "{\"detail\":\"ok\"}")
                .on("POST registration/verify-email", 404, "{\"detail\":\"Not found.\"}")
                .on("POST email/confirm", 200, "{\"detail\":\"ok\"}")
                .on(
                        "GET tokens",
                        200,
                        "[" + session(firefox, true) + "," + session(iphone, false) + ","
                                + session("okhttp/4.12.0", false) + "]")
                .on(
                        "POST app/activate",
                        200,
                        "{\"details\":\"otpauth://totp/Latchkey:ada?secret=JBSWY3DPEHPK3PXPQ5XN4TRAJBSWY3DP\"}")
                .on(
                        "POST app/activate/confirm",
                        200,
                        "{\"backup_codes\":[\"7KQ2M9XDP4HT\",\"P4HT2WVCX8RN\",\"X8RN6JFA3DZB\"]}");
    }

    private static String session(String agent, boolean isCurrent) {
        return "{\"token_key\":\"0123456789abcdef\",\"created\":\"2026-11-20T03:04:05Z\",\"expiry\":\"2126-11-20T03:04:05Z\",\"last_used\":null,"
                + "\"user_agent\":\"" + agent + "\",\"source_ip\":\"2001:db8:85a3:8d3:1319:8a2e:370:7348\",\"current\":"
                + isCurrent + "}";
    }

    private static String passkey(String name, boolean copied, String transport) {
        return "{\"id\":\"AA\",\"name\":\"" + name
                + "\",\"created\":\"2026-11-20T03:04:05Z\",\"last_used\":\"2026-11-21T03:04:05Z\",\"backed_up\":"
                + copied
                + ",\"transports\":[\"" + transport + "\"]}";
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "en-GB, 390, false",
        "en-GB, 390, true",
        "en-GB, 1280, false",
        "en-GB, 1280, true",
        "de, 320, false",
        "de, 390, false",
        "de, 390, true",
        "de, 1280, false",
        "de, 1280, true",
    })
    void everyScreenCanBeSeenAndHeard(String language, int pixels, boolean isDark) {
        width = pixels;
        look = language + "-" + pixels + "-" + (isDark ? "dark" : "light");
        api.on("GET user", 200, "{\"id\":1,\"username\":\"ada\",\"email\":\"ada@example.com\",\"email_verified\":true}")
                .on("GET mfa/user-active-methods", 200, "[]")
                .on("GET passkeys", 200, "[]");
        try (Chromium opened = new Chromium(language)) {
            browser = opened;
            browser.dark(isDark);
            browser.size(width, 844);
            visitor();
            links();
            member();
            browser.verifyQuiet(api.urlByName());
        }
    }

    private void visitor() {
        open("signin");
        see("signin");
        browser.click(SUBMIT);
        browser.await("the errors are there", () -> browser.shows("main .notice"));
        see("signin-errors");
        browser.type("#username", "ada");
        browser.type("#password", "vorpal-Tundra");
        browser.click(SUBMIT);
        browser.await("the second step is there", () -> browser.shows("#code"));
        browser.type("#code", "123456");
        browser.click(SUBMIT);
        browser.await("the error is there", () -> browser.shows("#code-error"));
        see("code-wrong");
        browser.click("a[href='#backup']");
        browser.await("the field is there", () -> browser.shows("#code.mono"));
        see("backup-code");
        open("register");
        browser.type("#password", "1234");
        browser.click(SUBMIT);
        browser.await("the errors are there", () -> browser.shows("main .notice"));
        see("register-errors");
        browser.type("#username", "ada");
        browser.type("#email", "ada@example.com");
        browser.type("#password", "vorpal-Tundra");
        see("register");
        browser.click(SUBMIT);
        browser.await("the next page is there", () -> browser.shows(".sent"));
        see("registered");
        open("forgot");
        see("forgot");
        browser.type("#email", "x".repeat(60) + "@" + ("y".repeat(60) + ".").repeat(2) + "example.com");
        browser.click(SUBMIT);
        browser.await("the next page is there", () -> browser.shows(".sent"));
        see("sent");
    }

    private void links() {
        open("reset?uid=a&token=b");
        browser.type("#password", "vorpal-Tundra");
        see("reset");
        browser.click(SUBMIT);
        browser.await("it is done", () -> browser.shows(".sign-good"));
        see("reset-done");
        open("verify?key=k");
        see("verify");
        browser.click(SUBMIT);
        browser.await("it is over", () -> browser.shows(".ways"));
        see("link-over");
        open("email?key=k");
        browser.click(SUBMIT);
        browser.await("it is done", () -> browser.shows(".sign-good"));
        see("email-done");
        open("undo?key=k");
        see("undo");
    }

    private void member() {
        browser.run("sessionStorage.setItem('latchkey-token', 't')");
        openAccount();
        see("account");
        browser.click("[aria-haspopup=dialog].button-plain");
        browser.type("#new_password", "1234");
        see("password-dialog");
        openAccount();
        browser.click("section[aria-labelledby=h-delete] button");
        browser.await("the dialog is there", () -> browser.shows("dialog"));
        see("delete-dialog");
        open("enrol");
        browser.await("the code is there", () -> browser.shows(".qr"));
        see("enrol");
        browser.type("#code", "123456");
        browser.click(SUBMIT);
        browser.await("the codes are there", () -> browser.shows(".backup"));
        see("codes");
        api.on(
                        "GET user",
                        200,
                        "{\"id\":1,\"username\":\"" + LONG + "\",\"email\":\"" + LONG
                                + "@example.com\",\"email_verified\":false}")
                .on("GET mfa/user-active-methods", 200, "[{\"name\":\"app\"}]")
                .on(
                        "GET passkeys",
                        200,
                        "[" + passkey("Chrome on Linux", true, "internal") + ","
                                + passkey(LONG.substring(0, 64), false, "usb") + "]");
        openAccount();
        see("account-long");
    }

    private void openAccount() {
        open("account");
        browser.await("the account is there", () -> browser.shows(".person"));
    }

    private void open(String screen) {
        browser.leave();
        browser.open(URI.create(api.urlByName() + "/account#" + screen));
        browser.await("the page is there", () -> browser.shows("main h1"));
    }

    private void see(String name) {
        String what = name + " " + look;
        browser.verifyFits(what);
        if (width == 390) {
            browser.verifyAccessible(what);
        }
        browser.picture("account/" + name + "-" + look);
    }
}
