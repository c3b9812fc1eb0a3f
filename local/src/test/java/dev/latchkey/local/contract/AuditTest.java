package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to an account is told of in the log of the function that did it, and in its metrics. */
class AuditTest {
    private static final TestSite SITE = TestSite.start(Profile.THROTTLE);
    private static final TokenFormat FORMAT = new TokenFormat("", false);
    private static final String CHOSEN = "Tuesday-Kettle-5";

    @AfterEach
    void clear() {
        SITE.stage().clear();
    }

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Test
    void registered() {
        Told told = post("register", null, 201, """
                {"username": "bob", "email": "bob@example.com", "password": "%s"}""".formatted(Stage.PASSWORD));
        assertEvent(told, "registered", told.answer().at("/user/id").asText());
        assertThat(told.line().path("tokenKey").asText())
                .isEqualTo(key(told.answer().path("token").asText()));
        assertThat(told.line().path("hashes").asInt()).isEqualTo(1);
    }

    @Test
    void loggedIn() {
        Told told = logIn("file1", Stage.PASSWORD, 200);
        assertEvent(told, "logged_in", id("file1"));
        assertThat(told.line().path("tokenKey").asText())
                .isEqualTo(key(told.answer().path("token").asText()));
        assertThat(told.line().has("loginFailures")).isFalse();
        assertThat(told.line().path("hashMs").asDouble()).isPositive();
        assertThat(told.line().path("storeMs").asDouble()).isPositive();
    }

    @Test
    void loginFailed() {
        Told known = logIn("forever", "wrong", 400);
        assertEvent(known, "login_failed", id("forever"));
        assertFailureIsCounted(known);
        assertThat(known.line().path("hashes").asInt()).isEqualTo(1);
        Told inactive = logIn("inactive", Stage.PASSWORD, 400);
        assertEvent(inactive, "login_failed", id("inactive"));
        assertFailureIsCounted(inactive);
        Told unknown = logIn("nobody", "wrong", 400);
        assertEvent(unknown, "login_failed", "");
        assertFailureIsCounted(unknown);
        assertThat(unknown.line().path("hashes").asInt()).isEqualTo(1);
        Told endless = logIn("forever", "w".repeat(5_000), 400);
        assertEvent(endless, "login_failed", "");
        assertFailureIsCounted(endless);
    }

    @Test
    void throttled() {
        logIn("limited", "wrong", 400);
        logIn("limited", "wrong", 400);
        Told told = send(
                new ExactRequest("POST", "/api/auth/login")
                        .header("X-Forwarded-For", "198.51.100.7")
                        .header("Forwarded", "for=198.51.100.7")
                        .json("{\"username\": \"limited\", \"password\": \"" + Stage.PASSWORD + "\"}"),
                429);
        assertEvent(told, "throttled", "");
        assertThat(told.line().path("throttled").asInt()).isEqualTo(1);
        assertThat(told.line().has("hashes")).isFalse();
    }

    @Test
    void loggedOut() {
        String token = SITE.stage().open("alice");
        Told told = post("logout", token, 204, "");
        assertEvent(told, "logged_out", id("alice"));
        assertThat(told.line().path("tokenKey").asText()).isEqualTo(key(token));
    }

    @Test
    void loggedOutEverywhere() {
        String token = SITE.stage().open("alice");
        Told told = post("logoutall", token, 204, "");
        assertEvent(told, "logged_out_everywhere", id("alice"));
        assertThat(told.line().path("tokenKey").asText()).isEqualTo(key(token));
    }

    @Test
    void revoked() {
        String other = SITE.stage().open("alice");
        String token = SITE.stage().open("alice");
        Told told = send(new ExactRequest("DELETE", "/api/auth/tokens/" + key(other)).token(token), 204);
        assertEvent(told, "revoked", id("alice"));
        assertThat(told.line().path("tokenKey").asText()).isEqualTo(key(token));
        assertThat(told.line().path("revokedTokenKey").asText()).isEqualTo(key(other));
    }

    @Test
    void whatEndedNothingTellsOfNothing() {
        String token = SITE.stage().open("alice");
        Told told = send(new ExactRequest("DELETE", "/api/auth/tokens/0123456789abcdef").token(token), 404);
        assertThat(told.line().has("event")).isFalse();
    }

    @Test
    void passwordChanged() {
        String token = SITE.stage().open("bearer");
        Told told = changePassword(token, Stage.PASSWORD, 204);
        assertEvent(told, "password_changed", id("bearer"));
        assertThat(told.line().path("tokenKey").asText()).isEqualTo(key(token));
        assertThat(told.line().path("hashes").asInt()).isEqualTo(2);
    }

    @Test
    void passwordChangeFailed() {
        Told told = changePassword(SITE.stage().open("prefixed"), "wrong", 400);
        assertEvent(told, "password_change_failed", id("prefixed"));
        assertFailureIsCounted(told);
    }

    private static void assertEvent(Told told, String event, String userId) {
        assertThat(told.line().path("event").asText()).isEqualTo(event);
        assertThat(told.line().path("userId").asText()).isEqualTo(userId);
        assertThat(told.line().path("sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(told.line().path("requestId").asText()).isNotEmpty();
    }

    private static void assertFailureIsCounted(Told told) {
        assertThat(told.line().path("loginFailures").asInt()).isEqualTo(1);
        assertThat(told.line().path("_aws").toString()).contains("\"loginFailures\"");
    }

    private static Told logIn(String name, String password, int status) {
        return post("login", null, status, """
                {"username": "%s", "password": "%s"}""".formatted(name, password));
    }

    private static Told changePassword(String token, String current, int status) {
        return post("password", token, status, """
                {"current_password": "%s", "new_password": "%s"}""".formatted(current, CHOSEN));
    }

    private static Told post(String endpoint, @Nullable String token, int status, String body) {
        ExactRequest request = new ExactRequest("POST", "/api/auth/" + endpoint).json(body);
        return send(token == null ? request : request.token(token), status);
    }

    private static Told send(ExactRequest request, int status) {
        Answer[] answer = new Answer[1];
        List<JsonNode> lines = SITE.told(() -> answer[0] = SITE.http().send(request));
        assertThat(answer[0].status()).isEqualTo(status);
        JsonNode line = lines.get(lines.size() - 1);
        assertThat(line.path("status").asInt()).isEqualTo(status);
        return new Told(Expectation.json(answer[0].body().length == 0 ? "{}" : answer[0].text()), line);
    }

    private static String id(String username) {
        return Long.toString(SITE.stage().id(username));
    }

    private static String key(String token) {
        return ((PresentedToken.Native) FORMAT.read(token)).digest().key().value();
    }

    /**
     * What a request came to.
     *
     * @param answer the body
     * @param line what the function that answered logged
     */
    private record Told(JsonNode answer, JsonNode line) {}
}
