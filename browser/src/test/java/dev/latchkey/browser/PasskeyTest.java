package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passkeys on a local server, with the authenticator that Chromium has for tests. */
class PasskeyTest {
    private static final String TITLE = "main h1";
    private static final String SUBMIT = "main form .button";
    private static final String ADD = "#passkeys .card-head .button";
    private static final String CONFIRM = "dialog:last-of-type .dialog-foot .button:last-child";

    private Api api;
    private Chromium browser;
    private URI site;

    @BeforeEach
    void start() {
        int port = freePort();
        api = Api.start(
                port,
                Map.of(
                        "PASSKEY_RP_ID",
                        "localhost",
                        "PASSKEY_ORIGINS",
                        "http://localhost:" + port,
                        "SECOND_FACTOR",
                        "optional"));
        site = URI.create("http://localhost:" + port);
        browser = new Chromium();
        api.register("ada");
    }

    @AfterEach
    void stop() {
        browser.close();
        api.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPersonAddsOneSignsInWithItAndRemovesIt(boolean copies) {
        String key = browser.authenticator(true, copies);
        signIn();
        browser.awaitText("#passkeys", "Sign in with your fingerprint");
        browser.click(ADD);
        browser.awaitText(".toast", "Your passkey is added.");
        browser.awaitText("#passkeys .row-title", "Chrome on Linux");
        assertThat(browser.text("#passkeys .row-title").contains("Synced")).isEqualTo(copies);
        browser.awaitText("#passkeys .row-meta", "not used yet");

        browser.click("#passkeys .row-action .button:first-child");
        browser.type("#passkey-name", "My laptop");
        browser.click(CONFIRM);
        browser.awaitText("#passkeys .row-title", "My laptop");

        browser.touches(key, false);
        browser.click(".bar button");
        browser.awaitText(TITLE, "Sign in");
        browser.touches(key, true);
        browser.click("#passkey");
        browser.awaitText(TITLE, "ada");
        browser.awaitText("#passkeys .row-meta", "last used");

        browser.click("#passkeys .row-action .button:last-child");
        browser.click(CONFIRM);
        browser.awaitText(".toast", "The passkey is removed.");
        browser.touches(key, false);
        browser.click(".bar button");
        browser.awaitText(TITLE, "Sign in");
        browser.touches(key, true);
        browser.click("#passkey");
        browser.awaitText("main [role=alert]", "This passkey is not known here any more.");
        assertThat(browser.takeComplaints()).allMatch(complaint -> complaint.contains("401"));
    }

    @Test
    void anAuthenticatorThatDoesNotKnowItsUserOpensNothing() {
        String key = browser.authenticator(true, true);
        signIn();
        browser.click(ADD);
        browser.awaitText(".toast", "Your passkey is added.");
        browser.touches(key, false);
        browser.click(".bar button");
        browser.awaitText(TITLE, "Sign in");
        browser.verifies(key, false);
        browser.touches(key, true);
        browser.click("#passkey");
        browser.await("the dialog is over", () -> !browser.shows("#passkey[aria-busy]"));
        assertThat(browser.text(TITLE)).isEqualTo("Sign in");
    }

    /** The browser offers the passkey in the field for the name, without a button. */
    @Test
    void aPasskeyIsOfferedInTheField() {
        browser.authenticator(true, true);
        signIn();
        browser.click(ADD);
        browser.awaitText(".toast", "Your passkey is added.");
        browser.run("sessionStorage.clear()");
        browser.leave();
        browser.open(site.resolve("/account"));
        browser.awaitText(TITLE, "ada");
    }

    /** A passkey belongs to a domain, and an address is none. */
    @Test
    void aPageAtAnAddressOffersNone() {
        browser.open(api.page("/account"));
        browser.awaitText(TITLE, "Sign in");
        assertThat(browser.shows("#passkey")).isFalse();
        browser.verifyQuiet(api.url());
    }

    private void signIn() {
        browser.open(site.resolve("/account"));
        browser.awaitText(TITLE, "Sign in");
        browser.type("#username", "ada");
        browser.type("#password", Api.PASSWORD);
        browser.click(SUBMIT);
        browser.awaitText(TITLE, "ada");
    }
}
