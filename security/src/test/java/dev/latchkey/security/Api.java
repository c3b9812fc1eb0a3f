package dev.latchkey.security;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.function.authorizer.AuthorizerHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.function.password.LoginHandler;
import dev.latchkey.function.session.LogoutHandler;
import dev.latchkey.function.session.LogoutAllHandler;
import dev.latchkey.function.password.PasswordHandler;
import dev.latchkey.function.password.RegisterHandler;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.function.session.TokensHandler;
import dev.latchkey.function.user.UserHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions behind the least of a gateway: the authorizer is asked first, and what it says goes into the event. */
public final class Api {
    private static final String AUTHORIZER = "authorizer";
    private static final Answer UNAVAILABLE = new Answer(
            503, Map.of("Retry-After", "1"), Map.of("detail", "Service temporarily unavailable, try again later."));

    private static final int PATIENCE = 20;

    private final Map<String, RequestStreamHandler> handlers;
    private final String source;
    private final int tries;

    private Api(Map<String, RequestStreamHandler> handlers, String source, int tries) {
        this.handlers = handlers;
        this.source = source;
        this.tries = tries;
    }

    /** Builds the functions in an environment. */
    public static Api of(Environment environment) {
        Map<String, RequestStreamHandler> handlers = Map.of(
                "register",
                new RegisterHandler(environment),
                "login",
                new LoginHandler(environment),
                "user",
                new UserHandler(environment),
                "logout",
                new LogoutHandler(environment),
                "logoutall",
                new LogoutAllHandler(environment),
                "password",
                new PasswordHandler(environment),
                "tokens",
                new TokensHandler(environment),
                AUTHORIZER,
                new AuthorizerHandler(environment));
        return new Api(handlers, "192.0.2.1", 1);
    }

    /** Returns the same functions as somebody elsewhere reaches them. */
    public Api from(String otherSource) {
        return new Api(handlers, otherSource, tries);
    }

    /** Returns the same functions for one who tries again after a 503, as a busy machine makes one do. */
    public Api patiently() {
        return new Api(handlers, source, PATIENCE);
    }

    /** What came back; a refusal by the authorizer is the 401 that the gateway makes of it. */
    public record Answer(
            int status,
            Map<String, @Nullable Object> headers,
            @Nullable Object body) {
        public @Nullable Object member(String name) {
            return Json.object(body).get(name);
        }

        public String token() {
            return String.valueOf(member("token"));
        }
    }

    public Answer register(String name, String password) {
        return post("register", null, Map.of("username", name, "email", "a@example.com", "password", password));
    }

    public Answer login(String name, String password) {
        return post("login", null, Map.of("username", name, "password", password));
    }

    public Answer user(String token) {
        return call("GET", "user", token, Map.of());
    }

    public Answer logout(String token) {
        return post("logout", token, Map.of());
    }

    public Answer logoutAll(String token) {
        return post("logoutall", token, Map.of());
    }

    public Answer sessions(String token) {
        return call("GET", "tokens", token, Map.of());
    }

    public Answer endSession(String token, String key) {
        return call("DELETE", "tokens/" + key, token, Map.of());
    }

    public Answer changePassword(String token, String current, String chosen) {
        return post("password", token, Map.of("current_password", current, "new_password", chosen));
    }

    private Answer post(String path, @Nullable String token, Map<String, String> body) {
        return call("POST", path, token, body);
    }

    private Answer call(String method, String path, @Nullable String token, Map<String, String> body) {
        Answer answer = callOnce(method, path, token, body);
        for (int i = 1; i < tries && answer.status() == 503; i++) {
            answer = callOnce(method, path, token, body);
        }
        return answer;
    }

    private Answer callOnce(String method, String path, @Nullable String token, Map<String, String> body) {
        Map<String, Object> context = new HashMap<>(
                Map.of("identity", Map.of("sourceIp", source), "requestTimeEpoch", System.currentTimeMillis()));
        if (token != null) {
            Map<String, @Nullable Object> said;
            try {
                said = authorize(token);
            } catch (StoreUnavailableException e) {
                return UNAVAILABLE;
            }
            if (said.containsKey("detail")) {
                return new Answer(401, Map.of("WWW-Authenticate", "Token"), said);
            }
            context.put("authorizer", said);
        }
        return invoke(method, path, body, context);
    }

    private Map<String, @Nullable Object> authorize(String token) {
        Map<String, Object> event = Map.of(
                "type", "TOKEN",
                "authorizationToken", "Token " + token,
                "methodArn", "arn:aws:execute-api:us-east-1:123456789012:api/live/GET/api/auth/user");
        return Json.object(run(AUTHORIZER, event).get("context"));
    }

    private Answer invoke(String method, String path, Map<String, String> body, Map<String, Object> context) {
        Map<String, Object> event = new HashMap<>();
        event.put("httpMethod", method);
        event.put("path", "/api/auth/" + path);
        event.put("headers", Map.of("Content-Type", "application/json"));
        event.put("body", body.isEmpty() ? "" : Json.write(body));
        event.put("requestContext", context);
        String[] parts = path.split("/", 2);
        if (parts.length == 2) {
            event.put("pathParameters", Map.of("token_key", parts[1]));
        }
        Map<String, @Nullable Object> answer = run(parts[0], event);
        return new Answer(
                Integer.parseInt(String.valueOf(answer.get("statusCode"))),
                Json.object(answer.get("headers")),
                read(String.valueOf(answer.get("body"))));
    }

    private Map<String, @Nullable Object> run(String function, Map<String, Object> event) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] bytes = Json.write(event).getBytes(StandardCharsets.UTF_8);
        try {
            handlers.get(function).handleRequest(new ByteArrayInputStream(bytes), output, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.object(read(output.toString(StandardCharsets.UTF_8)));
    }

    private static @Nullable Object read(String text) {
        try {
            return text.isEmpty() ? null : Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** Returns the token keys in a list of sessions. */
    public static List<String> keys(Answer sessions) {
        return sessions.body() instanceof List<?> list
                ? list.stream()
                        .map(entry -> String.valueOf(Json.object(entry).get("token_key")))
                        .toList()
                : List.of();
    }
}
