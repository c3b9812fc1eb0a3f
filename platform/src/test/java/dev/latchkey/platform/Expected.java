package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compares an answer with an expected one: equal, but for placeholders, for headers beyond those expected, and for a body that
 * is JSON, which is compared as such.
 */
final class Expected {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Pattern> PLACEHOLDERS = Map.of(
            "{{token}}", Pattern.compile("[A-Za-z0-9_-]{56}"),
            "{{id}}", Pattern.compile("[1-9][0-9]{12,15}"),
            "{{time}}", Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z"),
            "{{text}}", Pattern.compile("(?s).+"));

    private Expected() {}

    static void check(JsonNode expected, byte[] answer) throws IOException {
        JsonNode actual = JSON.readTree(answer);
        if (actual.path("body").isTextual() && !isPage(actual)) {
            String body = actual.get("body").asText();
            ((ObjectNode) actual).set("body", body.isEmpty() ? JSON.nullNode() : JSON.readTree(body));
        }
        compare("answer", expected, actual);
    }

    private static boolean isPage(JsonNode answer) {
        return answer.at("/headers/Content-Type").asText().startsWith("text/");
    }

    private static void compare(String where, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            compareMembers(where, expected, actual);
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(where + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (PLACEHOLDERS.containsKey(expected.asText())) {
            assertThat(actual.asText()).as(where).matches(PLACEHOLDERS.get(expected.asText()));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    private static void compareMembers(String where, JsonNode expected, JsonNode actual) {
        if (!where.endsWith(".headers")) {
            assertThat(actual.fieldNames())
                    .toIterable()
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(expected::fieldNames);
        }
        for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            assertThat(actual.has(name)).as(where + " has " + name).isTrue();
            compare(where + "." + name, expected.get(name), actual.get(name));
        }
    }
}
