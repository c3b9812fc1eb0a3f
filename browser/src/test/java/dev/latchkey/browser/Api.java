package dev.latchkey.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** A local server with its pages and no data, and the same API as other clients of a user would call it. */
final class Api implements AutoCloseable {
    static final String PASSWORD = "Zx9!vorpal-Tundra";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final LocalServer server;

    private Api(LocalServer server) {
        this.server = server;
    }

    static Api start(Map<String, String> settings) {
        return start(0, settings);
    }

    /** Starts one on a port, 0 for any free one. */
    static Api start(int port, Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "ARGON2_MEMORY_KIB", "8",
                "ARGON2_ITERATIONS", "1",
                "LOGIN_FAILURES_PER_SOURCE", "none",
                "REGISTRATIONS_PER_SOURCE", "none"));
        variables.putAll(settings);
        try {
            return new Api(LocalServer.start(ServerOptions.inMemory(TestTables.template())
                    .withVariables(variables)
                    .withPort(port)
                    .withPages()));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return server.url();
    }

    URI page(String path) {
        return server.url().resolve(path);
    }

    /** Registers somebody with {@link #PASSWORD}, and returns the token. */
    String register(String username) {
        return post("register", Map.of("username", username, "email", username + "@example.com", "password", PASSWORD))
                .path("token")
                .asText();
    }

    String login(String username, String password) {
        return post("login", Map.of("username", username, "password", password))
                .path("token")
                .asText();
    }

    /** Returns the status of the answer to who a token is. */
    int statusOf(String token) {
        return send(request("user").header("Authorization", "Token " + token).GET())
                .statusCode();
    }

    void logoutAll(String token) {
        send(request("logoutall").header("Authorization", "Token " + token).POST(BodyPublishers.noBody()));
    }

    private JsonNode post(String path, Map<String, String> body) {
        try {
            return JSON.readTree(send(request(path)
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "curl/8.5.0")
                            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))))
                    .body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page("/api/auth/" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
