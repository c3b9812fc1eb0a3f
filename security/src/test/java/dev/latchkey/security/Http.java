package dev.latchkey.security;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API over HTTP. */
public final class Http {
    private static final Duration TIME_OUT = Duration.ofMinutes(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public Http(URI base) {
        this.base = base;
    }

    /** What came back. */
    public record Answer(int status, String body) {
        /** Returns the token that it hands out. */
        public String token() {
            try {
                return String.valueOf(Json.object(Json.read(body)).get("token"));
            } catch (JsonSyntaxException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }
    }

    public Answer register(String name, String password) throws IOException, InterruptedException {
        return post("register", null, Map.of("username", name, "email", name + "@example.com", "password", password));
    }

    public Answer login(String name, String password) throws IOException, InterruptedException {
        return post("login", null, Map.of("username", name, "password", password));
    }

    public Answer user(String token) throws IOException, InterruptedException {
        return send(request("user", token).GET().build());
    }

    /** Posts to one of the routes, with a body or without one. */
    public Answer post(String path, @Nullable String token, Map<String, String> body)
            throws IOException, InterruptedException {
        byte[] bytes = body.isEmpty() ? new byte[0] : Json.write(body).getBytes(StandardCharsets.UTF_8);
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build());
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/api/auth/" + path)).timeout(TIME_OUT);
        return token == null ? request : request.header("Authorization", "Token " + token);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }
}
