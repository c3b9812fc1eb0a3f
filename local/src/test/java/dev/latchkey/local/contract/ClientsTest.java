package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients of Django sites send beside JSON and forms, and what pages of several origins see. */
class ClientsTest {
    private static final String ONE = "https://one.example.com";
    private static final String TWO = "https://two.example.com:8443";
    private static final String PASSWORD = "Zx9-vorpal-Tundra";

    private static LocalServer server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(ServerOptions.inMemory(Path.of("..", "template.yaml"))
                .withVariables(Map.of(
                        "CORS_ALLOWED_ORIGIN", ONE + "," + TWO, "ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pagesOfSeveralOriginsMayReadAnswersAndNoOthers() throws Exception {
        for (String origin : List.of(ONE, TWO)) {
            HttpResponse<String> answer =
                    post("login", Map.of("Origin", origin, "Content-Type", "application/json"), "{}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(origin);
            assertThat(answer.headers().firstValue("Vary")).contains("Origin");
        }
        HttpResponse<String> stranger =
                post("login", Map.of("Origin", "https://evil.example", "Content-Type", "application/json"), "{}");
        assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(stranger.headers().firstValue("Vary")).contains("Origin");

        HttpResponse<String> preflight = http.send(
                HttpRequest.newBuilder(uri("login"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        HttpResponse<String> unauthorized =
                http.send(HttpRequest.newBuilder(uri("user")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(unauthorized.statusCode()).isEqualTo(401);
        assertThat(unauthorized.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    @Test
    void multipartAndBasicLogIn() throws Exception {
        String part = "--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String body = part.formatted("username", "multi") + part.formatted("email", "multi@example.com")
                + part.formatted("password", PASSWORD) + "--XX--\r\n";
        HttpResponse<String> registered =
                post("register", Map.of("Content-Type", "multipart/form-data; boundary=XX"), body);
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);

        assertThat(basic("multi:" + PASSWORD, "").statusCode()).isEqualTo(200);
        HttpResponse<String> wrong = basic("multi:wrong", "");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo("{\"detail\":\"Invalid username/password.\"}");
        // API Gateway renames this header of a function's answer, so that no browser asks for a password by itself.
        assertThat(wrong.headers().firstValue("x-amzn-Remapped-WWW-Authenticate"))
                .contains("Basic realm=\"api\"");
        assertThat(basic("multi:" + PASSWORD, "{}").statusCode())
                .as("with a body the header is ignored")
                .isEqualTo(400);
        assertThat(header("Basic").body()).contains("No credentials provided.");
        assertThat(header("Basic a b").body()).contains("should not contain spaces.");
        assertThat(header("Basic %%").body()).contains("not correctly base64 encoded.");
        assertThat(header("Token x").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> basic(String credentials, String body) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return body.isEmpty()
                ? header("Basic " + encoded)
                : post("login", Map.of("Authorization", "Basic " + encoded, "Content-Type", "application/json"), body);
    }

    private HttpResponse<String> header(String authorization) throws Exception {
        return post("login", Map.of("Authorization", authorization), "");
    }

    private HttpResponse<String> post(String path, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create(server.url() + "/api/auth/" + path);
    }
}
