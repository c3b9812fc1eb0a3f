package dev.latchkey.function.authorizer;

import dev.latchkey.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of API Gateway before an authorizer, in one of its three forms: sends the events that it sends, caches answers as it does, and
 * evaluates policies as IAM does, in whose patterns {@code *} is any text, slashes too, and {@code ?} any one character.
 */
final class StageOfRules {
    private static final String API = "arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/";

    private final Form form;
    private final boolean caches;
    private final Map<String, ?> variables;
    private final AuthorizerFunction authorizer;
    private final Map<List<String>, Map<String, @Nullable Object>> cache = new HashMap<>();

    /** What the events look like. */
    enum Form {
        /** Of a REST API's request authorizer. */
        REST,
        /** Of an HTTP API's authorizer, payload format 1.0. */
        HTTP_1,
        /** Of an HTTP API's authorizer, payload format 2.0 with simple answers. */
        HTTP_2
    }

    /** What a client sees. */
    enum Seen {
        PASSED,
        FORBIDDEN,
        UNAUTHENTICATED
    }

    /** A request, and the route that API Gateway found for it: the method is the route's own, or ANY. */
    record Asked(String method, String routeMethod, String resource, String path) {}

    StageOfRules(Form form, boolean caches, Map<String, ?> variables, AuthorizerFunction authorizer) {
        this.form = form;
        this.caches = caches;
        this.variables = variables;
        this.authorizer = authorizer;
    }

    Seen ask(Asked asked, String token) throws Exception {
        List<String> identity = identity(asked, token);
        Map<String, @Nullable Object> answer = caches ? cache.get(identity) : null;
        if (answer == null) {
            try {
                answer = call(asked, token);
            } catch (UnauthorizedException e) {
                // An HTTP API would answer 500: see the test for it.
                return form == Form.REST ? Seen.UNAUTHENTICATED : Seen.PASSED;
            }
            cache.put(identity, answer);
        }
        return passes(asked, answer) ? Seen.PASSED : Seen.FORBIDDEN;
    }

    /** With a route key and a method among them where the form asks for it; REST and 1.0 have the header alone. */
    private List<String> identity(Asked asked, String token) {
        return form == Form.HTTP_2
                ? List.of("Token " + token, routeKey(asked), asked.method())
                : List.of("Token " + token);
    }

    private static String routeKey(Asked asked) {
        return asked.routeMethod() + " " + asked.resource();
    }

    private static String arn(Asked asked) {
        return API + "prod/" + asked.method() + asked.path();
    }

    private boolean passes(Asked asked, Map<String, @Nullable Object> answer) {
        if (form == Form.HTTP_2) {
            return Boolean.TRUE.equals(answer.get("isAuthorized"));
        }
        List<?> statements = (List<?>) Json.object(answer.get("policyDocument")).get("Statement");
        boolean allowed = false;
        for (Object each : statements == null ? List.of() : statements) {
            Map<String, @Nullable Object> statement = Json.object(each);
            if (matches(String.valueOf(statement.get("Resource")), arn(asked))) {
                if ("Deny".equals(statement.get("Effect"))) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        char first = pattern.charAt(0);
        String rest = pattern.substring(1);
        if (first == '*') {
            for (int i = 0; i <= text.length(); i++) {
                if (matches(rest, text.substring(i))) {
                    return true;
                }
            }
            return false;
        }
        return !text.isEmpty() && (first == '?' || first == text.charAt(0)) && matches(rest, text.substring(1));
    }

    private Map<String, @Nullable Object> call(Asked asked, String token) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] event = Json.write(event(asked, token)).getBytes(StandardCharsets.UTF_8);
        try {
            authorizer.serve(new ByteArrayInputStream(event), output, null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Json.object(Json.read(output.toString(StandardCharsets.UTF_8)));
    }

    private Map<String, @Nullable Object> event(Asked asked, String token) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", "REQUEST");
        event.put("headers", Map.of("Authorization", "Token " + token));
        event.put("stageVariables", variables);
        if (form == Form.HTTP_2) {
            event.put("version", "2.0");
            event.put("routeArn", arn(asked));
            event.put("routeKey", routeKey(asked));
            event.put("identitySource", identity(asked, token));
            event.put("requestContext", Map.of("http", Map.of("method", asked.method(), "path", asked.path())));
            return event;
        }
        if (form == Form.HTTP_1) {
            event.put("version", "1.0");
        }
        event.put("methodArn", arn(asked));
        event.put("resource", asked.resource());
        event.put("path", asked.path());
        event.put("httpMethod", asked.method());
        event.put("requestContext", Map.of("resourcePath", asked.resource()));
        return event;
    }
}
