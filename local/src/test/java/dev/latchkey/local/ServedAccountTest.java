package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The later life of an account on the local server: another name, its data, its deletion, and how that is called off. */
class ServedAccountTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "Correct-Horse-9!";
    private static final Pattern UNDO = Pattern.compile("#undo\\?key=(\\S+)");
    private static final Pattern RESET = Pattern.compile("#reset\\?uid=(\\S+?)&token=(\\S+)");

    @Test
    void anAccountIsRenamedTakenAlongDeletedAndBroughtBack() throws Exception {
        try (LocalServer server = start("outbox")) {
            String token = register(server);
            HttpResponse<String> renamed =
                    send(server, "PATCH", "/api/auth/user", token, "{\"username\":\"lovelace\"}");
            assertThat(renamed.statusCode()).isEqualTo(200);
            assertThat(MAPPER.readTree(renamed.body()).path("username").asText())
                    .isEqualTo("lovelace");
            assertThat(logIn(server, "ada", PASSWORD).statusCode()).isEqualTo(400);
            assertThat(logIn(server, "lovelace", PASSWORD).statusCode()).isEqualTo(200);

            HttpResponse<String> data = send(server, "GET", "/api/auth/user/export", token, "");
            JsonNode own = MAPPER.readTree(data.body());
            assertThat(own.path("username").asText()).isEqualTo("lovelace");
            assertThat(own.path("sessions")).hasSize(2);
            assertThat(data.body()).doesNotContain("argon2", "digest", PASSWORD);

            assertThat(delete(server, token, "wrong").statusCode()).isEqualTo(400);
            assertThat(delete(server, token, PASSWORD).statusCode()).isEqualTo(204);
            assertThat(send(server, "GET", "/api/auth/user", token, "").statusCode())
                    .isEqualTo(401);
            HttpResponse<String> refused = logIn(server, "lovelace", PASSWORD);
            HttpResponse<String> unknown = logIn(server, "nobody", PASSWORD);
            assertThat(refused.statusCode()).isEqualTo(unknown.statusCode());
            assertThat(refused.body()).isEqualTo(unknown.body());

            String key = found(UNDO, mail(server, 1)).group(1);
            assertThat(undo(server, key, "wrong").statusCode()).isEqualTo(400);
            assertThat(undo(server, key, PASSWORD).statusCode()).isEqualTo(200);
            assertThat(undo(server, key, PASSWORD).statusCode()).isEqualTo(404);
            assertThat(logIn(server, "lovelace", PASSWORD).statusCode()).isEqualTo(400);

            send(server, "POST", "/api/auth/password/reset", "", "{\"email\":\"ada@example.com\"}");
            Matcher link = found(RESET, mail(server, 2));
            String chosen = "\"Quartz-71-lantern\"";
            String confirm = "{\"uid\":\"" + link.group(1) + "\",\"token\":\"" + link.group(2) + "\",\"new_password1\":"
                    + chosen + ",\"new_password2\":" + chosen + "}";
            assertThat(send(server, "POST", "/api/auth/password/reset/confirm", "", confirm)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(logIn(server, "lovelace", "Quartz-71-lantern").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRefusalNamesTheMethodsThatThereAre() throws Exception {
        try (LocalServer server = start("outbox")) {
            assertThat(allowed(server)).isEqualTo("GET, HEAD, PATCH, DELETE, OPTIONS");
        }
        try (LocalServer server = start("off")) {
            assertThat(allowed(server)).isEqualTo("GET, HEAD, OPTIONS");
            for (String path : new String[] {"/api/auth/undo", "/api/auth/user/export"}) {
                assertThat(send(server, "POST", path, "", "{}").statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    private static String allowed(LocalServer server) throws Exception {
        HttpResponse<String> refused = send(server, "PUT", "/api/auth/user", register(server), "");
        assertThat(refused.statusCode()).isEqualTo(405);
        return refused.headers().firstValue("Allow").orElseThrow();
    }

    private static LocalServer start(String mail) throws StartException {
        ServerOptions options = ServerOptions.inMemory(TestTables.template());
        return LocalServer.start(new ServerOptions(
                options.template(),
                options.host(),
                0,
                0,
                Optional.empty(),
                Map.of("MAIL", mail, "REGISTRATIONS_PER_SOURCE", "none"),
                Map.of(),
                true,
                options.requestLog(),
                options.log(),
                Clock.systemUTC()));
    }

    private static String register(LocalServer server) throws Exception {
        HttpResponse<String> answer = send(
                server,
                "POST",
                "/api/auth/register",
                "",
                "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"" + PASSWORD + "\"}");
        return MAPPER.readTree(answer.body()).path("token").asText();
    }

    private static HttpResponse<String> logIn(LocalServer server, String name, String password) throws Exception {
        return send(
                server,
                "POST",
                "/api/auth/login",
                "",
                "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    private static HttpResponse<String> delete(LocalServer server, String token, String password) throws Exception {
        return send(server, "DELETE", "/api/auth/user", token, "{\"current_password\":\"" + password + "\"}");
    }

    private static HttpResponse<String> undo(LocalServer server, String key, String password) throws Exception {
        return send(
                server, "POST", "/api/auth/undo", "", "{\"key\":\"" + key + "\",\"password\":\"" + password + "\"}");
    }

    private static Matcher found(Pattern link, String text) {
        Matcher matcher = link.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher;
    }

    /** Waits for a mail, of which the first is number 1, and returns its text. */
    private static String mail(LocalServer server, int number) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode mails =
                    MAPPER.readTree(send(server, "GET", "/outbox.json", "", "").body());
            if (mails.size() >= number) {
                return mails.get(number - 1).path("text").asText();
            }
            assertThat(System.nanoTime()).as("no mail came").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static HttpResponse<String> send(LocalServer server, String method, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Token " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
