package dev.latchkey.security;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.RecordedContext;
import dev.latchkey.template.AuthorizerDefinition;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The template's functions behind the least of a gateway: the authorizer is asked first, and what it says goes into the event.
 */
public final class Api {
    private static final String ROOT = "/api/auth/";
    private static final Stack STACK = Template.read(TestTables.template()).stack(Map.of(), logicalId -> logicalId);

    /** What a client may send again as it is: nothing answers, or others were in the way. */
    private static final Set<Integer> TRANSIENT = Set.of(409, 503);

    private static final int PATIENCE = 20;

    private final Map<String, RequestStreamHandler> routes;
    private final RequestStreamHandler authorizer;
    private final String source;
    private final int tries;

    private Api(Map<String, RequestStreamHandler> routes, RequestStreamHandler authorizer, String source, int tries) {
        this.routes = routes;
        this.authorizer = authorizer;
        this.source = source;
        this.tries = tries;
    }

    /** Builds the functions in an environment. */
    public static Api of(Environment environment) {
        Map<String, RequestStreamHandler> functions = STACK.functions().stream()
                .collect(Collectors.toMap(FunctionDefinition::logicalId, function -> handler(function, environment)));
        RestApi api = STACK.restApi();
        Map<String, RequestStreamHandler> routes = new HashMap<>();
        api.routes().forEach(route -> routes.put(route.path(), functions.get(route.function())));
        List<AuthorizerDefinition> authorizers = List.copyOf(api.authorizers().values());
        if (authorizers.size() != 1) {
            throw new IllegalStateException("which authorizer? " + authorizers);
        }
        return new Api(routes, functions.get(authorizers.get(0).function()), "192.0.2.1", 1);
    }

    private static RequestStreamHandler handler(FunctionDefinition function, Environment environment) {
        try {
            return Class.forName(function.handlerClass())
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor(Environment.class)
                    .newInstance(environment);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(function.handler(), e);
        }
    }

    /** Returns the same functions as somebody elsewhere reaches them. */
    public Api from(String otherSource) {
        return new Api(routes, authorizer, otherSource, tries);
    }

    /** Returns the same functions for a client that sends again what may be sent again, as a busy machine makes one do. */
    public Api patiently() {
        return new Api(routes, authorizer, source, PATIENCE);
    }

    /**
     * What came back. A refusal by the authorizer is the 401, and a failure of it the 503, that the gateway makes of it.
     *
     * @param status the HTTP status
     * @param headers by name
     * @param body the JSON value of the body, or null for none
     * @param log the lines that the authorizer and the function logged
     */
    public record Answer(
            int status,
            Map<String, @Nullable Object> headers,
            @Nullable Object body,
            List<Map<String, @Nullable Object>> log) {
        /** Returns the outcome that was logged last. */
        public String outcome() {
            return log.isEmpty() ? "" : String.valueOf(log.get(log.size() - 1).get("outcome"));
        }

        /** Tells whether the log has an error. */
        public boolean hasLoggedError() {
            return log.stream().anyMatch(line -> "ERROR".equals(line.get("level")));
        }

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
        return call("DELETE", "tokens/{token_key}", Map.of("token_key", key), token, Map.of());
    }

    public Answer changePassword(String token, String current, String chosen) {
        return post("password", token, Map.of("current_password", current, "new_password", chosen));
    }

    private Answer post(String path, @Nullable String token, Map<String, String> body) {
        return call("POST", path, token, body);
    }

    private Answer call(String method, String path, @Nullable String token, Map<String, String> body) {
        return call(method, path, Map.of(), token, body);
    }

    private Answer call(
            String method,
            String path,
            Map<String, String> parameters,
            @Nullable String token,
            Map<String, String> body) {
        Answer answer = callOnce(method, path, parameters, token, body);
        for (int i = 1; i < tries && TRANSIENT.contains(answer.status()); i++) {
            answer = callOnce(method, path, parameters, token, body);
        }
        return answer;
    }

    private Answer callOnce(
            String method,
            String path,
            Map<String, String> parameters,
            @Nullable String token,
            Map<String, String> body) {
        RecordedContext lambda = new RecordedContext();
        Map<String, Object> context = new HashMap<>(
                Map.of("identity", Map.of("sourceIp", source), "requestTimeEpoch", System.currentTimeMillis()));
        if (token != null) {
            Map<String, @Nullable Object> said;
            try {
                said = authorize(token, lambda);
            } catch (StoreUnavailableException | ContentionException e) {
                return unavailable(lambda);
            }
            if (said.containsKey("detail")) {
                return new Answer(401, Map.of("WWW-Authenticate", "Token"), said, log(lambda));
            }
            context.put("authorizer", said);
        }
        Map<String, Object> event = new HashMap<>();
        event.put("httpMethod", method);
        event.put("resource", ROOT + path);
        event.put("path", ROOT + filledIn(path, parameters));
        event.put("headers", Map.of("Content-Type", "application/json"));
        event.put("body", body.isEmpty() ? "" : Json.write(body));
        event.put("requestContext", context);
        event.put("pathParameters", parameters);
        return answer(run(Objects.requireNonNull(routes.get(ROOT + path), path), event, lambda), lambda);
    }

    private static String filledIn(String path, Map<String, String> parameters) {
        String filled = path;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return filled;
    }

    private Map<String, @Nullable Object> authorize(String token, Context lambda) {
        Map<String, Object> event = Map.of(
                "type", "TOKEN",
                "authorizationToken", "Token " + token,
                "methodArn", "arn:aws:execute-api:us-east-1:123456789012:api/live/GET/api/auth/user");
        return Json.object(run(authorizer, event, lambda).get("context"));
    }

    private static Answer unavailable(RecordedContext lambda) {
        return new Answer(
                503,
                Map.of("Retry-After", "1"),
                Map.of("detail", "Service temporarily unavailable, try again later."),
                log(lambda));
    }

    private static Answer answer(Map<String, @Nullable Object> answer, RecordedContext lambda) {
        return new Answer(
                Integer.parseInt(String.valueOf(answer.get("statusCode"))),
                Json.object(answer.get("headers")),
                read(String.valueOf(answer.get("body"))),
                log(lambda));
    }

    private static Map<String, @Nullable Object> run(
            RequestStreamHandler function, Map<String, Object> event, Context lambda) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] bytes = Json.write(event).getBytes(StandardCharsets.UTF_8);
        try {
            function.handleRequest(new ByteArrayInputStream(bytes), output, lambda);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.object(read(output.toString(StandardCharsets.UTF_8)));
    }

    private static List<Map<String, @Nullable Object>> log(RecordedContext lambda) {
        return lambda.lines().stream().map(line -> Json.object(read(line))).toList();
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
