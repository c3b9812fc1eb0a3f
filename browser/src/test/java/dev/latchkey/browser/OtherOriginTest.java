package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages of another origin: what a browser lets them send, and read of the answers (the Fetch standard, "CORS protocol"). */
class OtherOriginTest {
    private static final String CALL = "const r = await fetch(given[0], {method: given[1],"
            + " headers: {'Content-Type': 'application/json', ...(given[2] && {Authorization: given[2]})},"
            + " body: given[3] || undefined}); const text = await r.text();"
            + " return {status: r.status, headers: Object.fromEntries(r.headers), body: text && JSON.parse(text)};";

    private static final String BLANK =
            "<!doctype html><html lang=en><link rel=icon href='data:,'><title>Another</title>";

    @Test
    void bodiesAndHeadersOfAllAnswersCanBeRead() {
        try (Api api = Api.start(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "1"));
                OtherSite site = new OtherSite().put("/index.html", BLANK);
                Chromium browser = new Chromium()) {
            browser.open(site.url());
            JsonNode registered = call(
                    browser,
                    api,
                    "POST",
                    "register",
                    "",
                    "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"" + Api.PASSWORD + "\"}");
            assertThat(registered.path("status").asInt()).isEqualTo(201);
            String token = "Token " + registered.at("/body/token").asText();
            JsonNode user = call(browser, api, "GET", "user", token, "");
            assertThat(user.at("/body/username").asText()).isEqualTo("ada");

            JsonNode wrong = call(browser, api, "POST", "login/", "", "{\"username\":\"ada\",\"password\":\"no\"}");
            assertThat(wrong.path("status").asInt()).isEqualTo(400);
            assertThat(wrong.at("/body/non_field_errors/0").asText()).isEqualTo("Incorrect Credentials");
            JsonNode throttled = call(browser, api, "POST", "login/", "", "{\"username\":\"ada\",\"password\":\"no\"}");
            assertThat(throttled.path("status").asInt()).isEqualTo(429);
            assertThat(throttled.at("/headers/retry-after").asInt()).isBetween(1, 900);
            assertThat(throttled.at("/body/detail").asText()).startsWith("Request was throttled.");

            JsonNode anonymous = call(browser, api, "GET", "user", "Token nonsense", "");
            assertThat(anonymous.path("status").asInt()).isEqualTo(401);
            assertThat(anonymous.at("/headers/www-authenticate").asText()).isEqualTo("Token");
            assertThat(anonymous.at("/body/detail").asText()).isEqualTo("Invalid token.");
            JsonNode put = call(browser, api, "PUT", "user", token, "{}");
            assertThat(put.path("status").asInt()).isEqualTo(405);
            assertThat(put.at("/headers/allow").asText()).isEqualTo("GET, HEAD, OPTIONS");
            JsonNode nowhere = browser.fetch(
                    "const r = await fetch(given[0]); return {status: r.status, body: await r.json()}",
                    api.page("/api/auth/nowhere").toString());
            assertThat(nowhere.path("status").asInt()).isEqualTo(404);
            assertThat(nowhere.at("/body/detail").asText()).isEqualTo("Not found.");
            JsonNode unknown = call(browser, api, "DELETE", "tokens/0000000000000000", token, "");
            assertThat(unknown.path("status").asInt()).isEqualTo(404);
            JsonNode out = call(browser, api, "POST", "logout/", token, "null");
            assertThat(out.path("status").asInt()).isEqualTo(204);
            assertThat(browser.preflights())
                    .contains("/api/auth/register", "/api/auth/user", "/api/auth/login/", "/api/auth/logout/");
            browser.verifyQuiet(api.url(), site.url());
        }
    }

    @Test
    void onlyTheOriginThatIsSetMayRead() {
        try (OtherSite friend = new OtherSite().put("/index.html", BLANK);
                OtherSite stranger = new OtherSite().put("/index.html", BLANK);
                Api api = Api.start(Map.of("CORS_ALLOWED_ORIGIN", friend.origin()));
                Chromium browser = new Chromium()) {
            browser.open(friend.url());
            assertThat(call(browser, api, "GET", "user", "Token nonsense", "")
                            .path("status")
                            .asInt())
                    .isEqualTo(401);
            browser.open(stranger.url());
            assertThat(call(browser, api, "GET", "user", "Token nonsense", "")
                            .path("failed")
                            .asText())
                    .isEqualTo("TypeError: Failed to fetch");
            assertThat(browser.takeComplaints()).anyMatch(text -> text.contains("blocked by CORS policy"));
        }
    }

    private static JsonNode call(
            Chromium browser, Api api, String method, String path, String authorization, String body) {
        return browser.fetch(CALL, api.page("/api/auth/" + path).toString(), method, authorization, body);
    }
}
