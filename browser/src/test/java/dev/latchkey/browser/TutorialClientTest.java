package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The React and axios client in {@code examples/react-axios}, on a site of another origin.
 *
 * <p>With {@code -Dlatchkey.api=URL} the same client, by the same clicks, is run against whatever is there.
 */
class TutorialClientTest {
    private static final String DEFAULT = "http://127.0.0.1:3000";

    @Test
    void worksWithOnlyItsBaseUrlChanged() {
        String given = System.getProperty("latchkey.api", "");
        try (Api ours = Api.start(Map.of())) {
            run(given.isEmpty() ? ours.url() : URI.create(given));
        }
    }

    private static void run(URI api) {
        try (OtherSite site = client(api);
                Chromium browser = new Chromium()) {
            String name = "ada" + System.nanoTime();
            browser.open(site.url());
            browser.awaitText("h1", "Login");

            browser.click("#other");
            browser.awaitText("h1", "Register");
            fill(browser, Map.of("username", name, "email", name + "@example.com", "password", "12345"));
            browser.awaitText("[role=alert]", "Password: This password is too short.");
            fill(browser, Map.of("username", name, "email", name + "@example.com", "password", Api.PASSWORD));
            browser.awaitText("#welcome", "Welcome " + name);
            Object token = browser.run("return localStorage.getItem('token')");
            assertThat(token).asString().hasSizeGreaterThan(50);

            browser.reload();
            browser.awaitText("#welcome", "Welcome " + name);
            browser.picture("tutorial-client");
            browser.click("#logout");
            browser.awaitText("h1", "Login");
            assertThat(browser.run("return localStorage.getItem('token')")).isNull();

            fill(browser, Map.of("username", name, "password", "not-the-password"));
            browser.awaitText("[role=alert]", "Incorrect Credentials");
            browser.picture("tutorial-client-refused");
            fill(browser, Map.of("username", name, "password", Api.PASSWORD));
            browser.awaitText("#welcome", "Welcome " + name);

            browser.run("localStorage.setItem('token', arguments[0])", token);
            browser.reload();
            browser.awaitText("[role=alert]", "Invalid token.");
            browser.awaitText("h1", "Login");
            assertThat(browser.preflights())
                    .contains("/api/auth/register", "/api/auth/user", "/api/auth/logout/", "/api/auth/login");
            browser.verifyQuiet(api, site.url());
        }
    }

    private static OtherSite client(URI api) {
        Path folder = TestTables.template().resolveSibling("examples").resolve("react-axios");
        OtherSite site = new OtherSite()
                .putModule("react", "umd/react.production.min.js")
                .putModule("react-dom", "umd/react-dom.production.min.js")
                .putModule("axios", "dist/axios.min.js");
        for (String file : new String[] {"index.html", "style.css", "src/app.js", "src/auth.js"}) {
            site.put("/" + file, folder.resolve(file));
        }
        site.put("/src/config.js", folder.resolve("src/config.js"));
        assertThat(site.text("/src/config.js")).containsOnlyOnce(DEFAULT);
        return site.put("/src/config.js", site.text("/src/config.js").replace(DEFAULT, api.toString()));
    }

    private static void fill(Chromium browser, Map<String, String> values) {
        values.forEach((name, value) -> browser.type("input[name=" + name + "]", value));
        browser.click("form button:not([type])");
    }
}
