package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.config.Randomness;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in events/ through the serializer that Lambda's own Java runtime uses: what it understands of an event, and
 * writes again, is answered like the file itself. So neither the files nor our reading of them has a form of its own.
 */
class EventsTest {
    private static final Path EVENTS = TestTables.template().resolveSibling("events");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The functions of the template by what their files begin with: the name in small letters, as in {@code logoutall-ok.json}. */
    private static final Map<String, FunctionDefinition> FUNCTIONS =
            Template.read(TestTables.template()).stack(TestTables.EVERYTHING, name -> name).functions().stream()
                    .collect(Collectors.toMap(EventsTest::prefix, Function.identity()));

    private static String prefix(FunctionDefinition function) {
        String name = function.logicalId();
        return name.substring(0, name.length() - "Function".length()).toLowerCase(Locale.ROOT);
    }

    @Test
    void everyFunctionHasEvents() throws IOException {
        List<String> prefixes = files().stream()
                .map(file -> file.substring(0, file.indexOf('-')))
                .distinct()
                .toList();
        assertThat(prefixes).containsExactlyInAnyOrderElementsOf(FUNCTIONS.keySet());
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isReadTheSameThroughLambdasSerializer(String file) throws Exception {
        byte[] raw = Files.readAllBytes(EVENTS.resolve(file));
        JsonNode direct = answer(file, raw);
        JsonNode typed = answer(file, throughLambda(file, raw));
        assertThat(typed).isEqualTo(direct);
    }

    /** Runs the handler on tables of its own, so that both runs find the same: nobody. */
    private static JsonNode answer(String file, byte[] event) throws Exception {
        TestTables tables = TestTables.ofEverything();
        FunctionDefinition function = Objects.requireNonNull(FUNCTIONS.get(file.substring(0, file.indexOf('-'))), file);
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.putAll(tables.variables());
        variables.put("ARGON2_MEMORY_KIB", "64");
        byte[] output = new FunctionLoader(
                        tables.client(),
                        new KeyBox(new byte[KeyBox.KEY_BYTES], Randomness.SECURE),
                        Clock.systemUTC(),
                        line -> {})
                .load(function.withEnvironment(variables))
                .call(event, "an-id");
        return withoutWhatVaries(MAPPER.readTree(output));
    }

    private static JsonNode withoutWhatVaries(JsonNode answer) {
        String body = answer.path("body").asText();
        if (body.contains("\"token\"") || body.contains("\"challenge\"")) {
            ((ObjectNode) answer).remove("body");
        }
        return answer;
    }

    private static byte[] throughLambda(String file, byte[] raw) {
        if (file.startsWith("relay-")) {
            return through(DynamodbEvent.class, raw);
        }
        if (file.startsWith("keeper-")) {
            return through(ScheduledEvent.class, raw);
        }
        if (file.startsWith("authorizer-http-api-2.0")) {
            return through(APIGatewayV2CustomAuthorizerEvent.class, raw);
        }
        return file.startsWith("authorizer-")
                ? through(APIGatewayCustomAuthorizerEvent.class, raw)
                : through(APIGatewayProxyRequestEvent.class, raw);
    }

    /** In English, as on Lambda: its serializer reads the month of a V2 event's time in the platform's language. */
    private static <T> byte[] through(Class<T> type, byte[] raw) {
        Locale platform = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            return throughEnglish(type, raw);
        } finally {
            Locale.setDefault(platform);
        }
    }

    private static <T> byte[] throughEnglish(Class<T> type, byte[] raw) {
        PojoSerializer<T> serializer = LambdaEventSerializers.serializerFor(type, EventsTest.class.getClassLoader());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        serializer.toJson(serializer.fromJson(new ByteArrayInputStream(raw)), output);
        return output.toByteArray();
    }
}
