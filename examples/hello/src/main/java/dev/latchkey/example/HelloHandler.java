package dev.latchkey.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Locale;
import java.util.Map;

/**
 * {@code GET /hello}: greets the user whom Latchkey's authorizer has let through.
 *
 * <p>The user is in the event's request context: in {@code authorizer} on a REST API, in {@code authorizer.lambda} on an HTTP
 * API. Nothing else in an event says who is calling, so that without it the answer is no.
 */
public final class HelloHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Map<?, ?> authorizer = member(member(event, "requestContext"), "authorizer");
        Map<?, ?> user = authorizer.containsKey("lambda") ? member(authorizer, "lambda") : authorizer;
        if (user.get("userId") instanceof String userId && user.get("username") instanceof String name) {
            return answer(200, "{\"hello\": " + quoted(name) + ", \"your id\": " + userId + "}");
        }
        return answer(401, "{\"detail\": \"Authentication credentials were not provided.\"}");
    }

    private static Map<?, ?> member(Map<?, ?> parent, String name) {
        return parent.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** What users are called is their own choice, and imported ones may hold anything: never paste it into JSON, HTML or a command. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || c == '<' || c > '~') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    private static Map<String, Object> answer(int status, String body) {
        return Map.of("statusCode", status, "headers", Map.of("Content-Type", "application/json"), "body", body);
    }
}
