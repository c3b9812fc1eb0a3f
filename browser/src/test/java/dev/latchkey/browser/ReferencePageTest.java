package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at {@code /docs}, as a person uses it. */
class ReferencePageTest {
    private static final Pattern OPERATION = Pattern.compile("(?m)^ +operationId: ");
    private static final Pattern TAG = Pattern.compile("(?m)^  - name: ([a-z ]+)$");
    private static final Pattern TOKEN = Pattern.compile("\"token\": \"([^\"]+)\"");

    private static Api api;
    private Chromium browser;

    @BeforeAll
    static void start() {
        api = Api.start(Map.of());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void open() {
        browser = new Chromium();
        browser.open(api.page("/docs"));
        browser.await("the operations are there", () -> browser.shows("#operations-account-register"));
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void registerThenAuthorizeThenAskWhoIAm() {
        browser.picture("reference");
        execute("account-register", 201);
        browser.picture("reference-registered");
        Matcher token =
                TOKEN.matcher(browser.text("#operations-account-register .live-responses-table .highlight-code"));
        assertThat(token.find()).isTrue();

        execute("account-user", 401);
        authorize(token.group(1));
        execute("account-user", 200);
        assertThat(browser.text("#operations-account-user .live-responses-table .highlight-code"))
                .contains("\"username\": \"ada\"");
        assertThat(browser.text("#operations-account-user .curl")).contains("Authorization: Token " + token.group(1));
        execute("sessions-sessions", 200);
        execute("sessions-logout", 204);
        execute("account-user", 401);
        browser.verifyQuiet(api.url());
    }

    @Test
    void aTokenWithItsSchemeIsTakenToo() {
        authorize("Token " + api.register("grace"));
        execute("account-user", 200);
        assertThat(browser.text("#operations-account-user .live-responses-table .highlight-code"))
                .contains("\"username\": \"grace\"");
    }

    @Test
    void showsEveryOperation() throws IOException {
        String described = Files.readString(TestTables.template().resolveSibling("docs/openapi.yaml"));
        assertThat(browser.all(".opblock"))
                .hasSize(Math.toIntExact(OPERATION.matcher(described).results().count()))
                .hasSizeGreaterThan(30);
        assertThat(browser.all(".opblock-tag").stream().map(tag -> tag.getAttribute("data-tag")))
                .containsExactlyElementsOf(TAG.matcher(described)
                        .results()
                        .map(tag -> tag.group(1))
                        .toList())
                .contains("account", "passkeys");
        assertThat(browser.shows(".errors-wrapper")).isFalse();
        assertThat(browser.bytesReceived()).isBetween(480_000L, 500_000L);
        browser.verifyQuiet(api.url());
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 1280})
    void fitsEveryWidth(int width) {
        browser.size(width, 800);
        browser.reload();
        browser.await("the operations are there", () -> browser.shows("#operations-account-register"));
        browser.picture("reference-" + width);
        browser.verifyFits("the reference, " + width + " pixels wide");
        browser.click("#operations-account-login .opblock-summary-control");
        browser.await("it opens", () -> browser.shows("#operations-account-login .execute"));
        browser.run("document.querySelector('#operations-account-login').scrollIntoView()");
        browser.picture("reference-open-" + width);
        browser.verifyFits("an operation, " + width + " pixels wide");
        browser.verifyAccessible("the reference, " + width + " pixels wide", "#reference");
    }

    private void authorize(String value) {
        browser.click(".scheme-container .authorize");
        browser.type(".modal-ux input[type=text]", value);
        browser.picture("reference-authorize");
        browser.click(".modal-ux .authorize");
        browser.click(".modal-ux .btn-done");
        browser.await("the window is shut", () -> !browser.shows(".modal-ux"));
    }

    private void execute(String operation, int status) {
        String block = "#operations-" + operation;
        if (!browser.shows(block + " .execute")) {
            browser.click(block + " .opblock-summary-control");
        }
        if (browser.shows(block + " .btn-clear")) {
            browser.click(block + " .btn-clear");
            browser.await("the old answer is gone", () -> !browser.shows(block + " .live-responses-table"));
        }
        browser.click(block + " .execute");
        browser.awaitText(block + " .live-responses-table tbody .response-col_status", String.valueOf(status));
    }
}
