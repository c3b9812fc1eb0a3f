package dev.latchkey.cli.smoke;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param took the time from the first byte sent to the last one received, a new connection included
 */
record ApiResponse(int status, HttpHeaders headers, String body, Duration took) {
    private static final String REMAPPED = "x-amzn-remapped-";

    /** Returns a header's value, or nothing. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Returns the body where it is a JSON object, and otherwise an empty one. */
    Map<String, Object> object() {
        return json(body) instanceof Map<?, ?> ? Json.object(json(body)) : Map.of();
    }

    /** Returns the body where it is a JSON array, and otherwise an empty one. */
    List<?> array() {
        return json(body) instanceof List<?> list ? list : List.of();
    }

    /** Returns a text in the body's JSON object, or nothing. */
    String text(String member) {
        return object().get(member) instanceof String text ? text : "";
    }

    /** Returns the name of a header that API Gateway has put out of the way under another name. */
    Optional<String> remappedHeader() {
        return headers.map().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(REMAPPED))
                .findFirst();
    }

    private static Object json(String body) {
        try {
            Object value = Json.read(body);
            return value == null ? "" : value;
        } catch (JsonSyntaxException e) {
            return "";
        }
    }
}
