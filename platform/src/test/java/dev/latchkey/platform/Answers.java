package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the functions answer to the files in events/, from answers.json. */
final class Answers {
    /** The member of an answer that says what is different in a stack made with the defaults. */
    private static final String BY_DEFAULT = "byDefault";

    private static final ObjectMapper JSON = new ObjectMapper().setDefaultMergeable(true);

    private final JsonNode answers;

    private Answers(JsonNode answers) {
        this.answers = answers;
    }

    static Answers read() {
        try (InputStream in = Answers.class.getResourceAsStream("/answers.json")) {
            return new Answers(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the events that an answer is known to. */
    List<String> events() {
        List<String> names = new ArrayList<>();
        answers.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Tells whether an event is one that a function does what it asks for. */
    boolean isSuccess(String event) {
        JsonNode answer = answers.path(event);
        return answer.path("statusCode").asInt(500) < 300
                || answer.path("isAuthorized").asBoolean()
                || answer.path("told").asInt() > 0
                || (answer.has("batchItemFailures")
                        && answer.get("batchItemFailures").isEmpty())
                || answer.at("/policyDocument/Statement/0/Effect").asText().equals("Allow");
    }

    /** Compares the answer of a stack that has everything switched on with the one that is right for an event. */
    void check(String event, byte[] answer) throws IOException {
        ObjectNode expected = expected(event);
        expected.remove(BY_DEFAULT);
        Expected.check(expected, answer);
    }

    /** Compares the answer of a stack made with the defaults of template.yaml with the one that is right for an event. */
    void checkByDefault(String event, byte[] answer) throws IOException {
        ObjectNode expected = expected(event);
        JsonNode byDefault = expected.remove(BY_DEFAULT);
        if (byDefault != null) {
            JSON.readerForUpdating(expected).readValue(byDefault);
        }
        Expected.check(expected, answer);
    }

    private ObjectNode expected(String event) {
        assertThat(answers.has(event)).as("answers.json tells the answer to it").isTrue();
        return answers.get(event).deepCopy();
    }
}
