package dev.latchkey.function.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.snapstart.Priming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisterHandlerTest {
    private static final String BODY =
            Json.write(Map.of("username", "ada", "email", "ada@example.com", "password", "Correct-Horse-9!"));

    private final CountedCalls calls = new CountedCalls();
    private final TestTables tables = TestTables.create();

    @Test
    void closedRegistrationIsRefusedWithoutACall() throws Exception {
        String answer = answer(handler("closed"), "POST");
        assertThat(answer).contains("\"statusCode\":403", "{\\\"detail\\\":\\\"Registration is closed.\\\"}");
        assertThat(calls.take()).isEmpty();
        assertThat(answer(handler("closed"), "OPTIONS")).contains("\"statusCode\":204", "\"Allow\":\"POST, OPTIONS\"");
    }

    @Test
    void openRegistrationRegisters() throws Exception {
        assertThat(answer(handler("open"), "POST")).contains("\"statusCode\":201");
    }

    @Test
    void bothArePrimed() {
        assertThat(handler("open").priming().run()).isEqualTo(new Priming.Report(2, null));
        assertThat(handler("closed").priming().run()).isEqualTo(new Priming.Report(2, null));
    }

    @Test
    void anotherValueIsRefusedByName() {
        assertThatThrownBy(() -> handler("shut"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("REGISTRATION must be one of open, closed, but is \"shut\"");
    }

    private RegisterHandler handler(String registration) {
        Map<String, String> settings =
                new HashMap<>(Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1", "PRIMING_ROUNDS", "2"));
        settings.put("REGISTRATION", registration);
        return new RegisterHandler(new Site(settings, tables, calls.client(tables.client())).environment());
    }

    private static String answer(RegisterHandler handler, String method) throws Exception {
        String event = Json.write(
                Map.of("httpMethod", method, "headers", Map.of("Content-Type", "application/json"), "body", BODY));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, null);
        return answer.toString(StandardCharsets.UTF_8);
    }
}
