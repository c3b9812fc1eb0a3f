package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event of API Gateway in events/ has the members that AWS sends, no fewer and no more; {@code recorded-events.json} names sources. */
class RecordedEventsTest {
    private static final Path EVENTS = TestTables.template().resolveSibling("events");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the authorizer's events are called after; endpoints get two kinds, which "version" tells apart. */
    private static final List<String> AUTHORIZER_KINDS =
            List.of("rest-request", "rest-token", "http-api-1.0", "http-api-2.0");

    static Map<String, Set<String>> members(String kind) throws IOException {
        Map<String, Set<String>> members = new TreeMap<>();
        recorded().properties().forEach(entry -> {
            if (entry.getKey().equals(kind) || entry.getKey().matches(kind.replace(".", "\\.") + "\\.[A-Za-z.]+")) {
                members.put(entry.getKey().substring(kind.length()).replace('.', '/'), texts(entry.getValue()));
            }
        });
        members.keySet().removeIf(path -> path.startsWith("/headers"));
        return members;
    }

    static JsonNode recorded() {
        try {
            return JSON.readTree(RecordedEventsTest.class.getResourceAsStream("recorded-events.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    // Of DynamoDB's stream, and of the clock.
                    .filter(name -> !name.startsWith("relay-") && !name.startsWith("keeper-"))
                    .sorted()
                    .toList();
        }
    }

    private static String kind(String file, JsonNode event) {
        if (file.startsWith("authorizer-")) {
            return AUTHORIZER_KINDS.stream()
                    .filter(kind -> file.startsWith("authorizer-" + kind))
                    .findFirst()
                    .orElseThrow();
        }
        return event.path("version").asText().equals("1.0") ? "http-api-1.0-proxy" : "proxy";
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileHasTheMembersThatAwsSends(String file) throws IOException {
        JsonNode event = JSON.readTree(Files.readAllBytes(EVENTS.resolve(file)));
        for (Map.Entry<String, Set<String>> member : members(kind(file, event)).entrySet()) {
            Set<String> names = names(event.at(member.getKey()));
            // Only behind an authorizer.
            names.remove("authorizer");
            assertThat(names).as(member.getKey()).isEqualTo(member.getValue());
        }
    }

    @Test
    void everyKindIsThereAndHasASource() throws IOException {
        for (String kind :
                List.of("proxy", "rest-request", "rest-token", "http-api-1.0", "http-api-2.0", "http-api-1.0-proxy")) {
            assertThat(recorded().path(kind + " source").asText()).as(kind).contains("https://");
            assertThat(members(kind)).as(kind).isNotEmpty();
        }
        assertThat(files())
                .filteredOn(name -> name.startsWith("authorizer-"))
                .hasSizeGreaterThan(AUTHORIZER_KINDS.size());
    }
}
