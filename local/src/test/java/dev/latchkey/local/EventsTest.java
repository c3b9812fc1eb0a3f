package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.authorizer.AuthorizerHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.login.LoginHandler;
import dev.latchkey.logout.LogoutHandler;
import dev.latchkey.logoutall.LogoutAllHandler;
import dev.latchkey.password.PasswordHandler;
import dev.latchkey.register.RegisterHandler;
import dev.latchkey.tokens.TokensHandler;
import dev.latchkey.user.UserHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in events/ through the serializer that Lambda's own Java runtime uses: what it understands of an event, and
 * writes again, is answered like the file itself. So neither the files nor our reading of them has a form of its own.
 */
class EventsTest {
    private static final Path EVENTS = TestTables.template().resolveSibling("events");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, Function<Environment, RequestStreamHandler>> HANDLERS = Map.of(
            "authorizer", AuthorizerHandler::new,
            "login", LoginHandler::new,
            "logout", LogoutHandler::new,
            "logoutall", LogoutAllHandler::new,
            "password", PasswordHandler::new,
            "register", RegisterHandler::new,
            "tokens", TokensHandler::new,
            "user", UserHandler::new);

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
    void isReadTheSameThroughLambdasSerializer(String file) throws IOException {
        byte[] raw = Files.readAllBytes(EVENTS.resolve(file));
        JsonNode direct = answer(file, raw);
        JsonNode typed = answer(file, throughLambda(file, raw));
        assertThat(typed).isEqualTo(direct);
    }

    /** Runs the handler on tables of its own, so that both runs find the same: nobody. */
    private static JsonNode answer(String file, byte[] event) throws IOException {
        TestTables tables = TestTables.create();
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.put("ARGON2_MEMORY_KIB", "64");
        RequestStreamHandler handler = Objects.requireNonNull(HANDLERS.get(file.substring(0, file.indexOf('-'))), file)
                .apply(new Environment(variables, tables.client()));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), output, null);
        return withoutWhatVaries(MAPPER.readTree(output.toByteArray()));
    }

    private static JsonNode withoutWhatVaries(JsonNode answer) {
        if (answer.path("body").asText().contains("\"token\"")) {
            ((ObjectNode) answer).remove("body");
        }
        return answer;
    }

    private static byte[] throughLambda(String file, byte[] raw) {
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
