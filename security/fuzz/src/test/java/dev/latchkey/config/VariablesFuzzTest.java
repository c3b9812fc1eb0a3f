package dev.latchkey.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A value of any setting in the template is used, or refused in words that name the setting. */
class VariablesFuzzTest {
    private static final List<Reader> READERS = readers();

    /** Never called: functions are built and not invoked. */
    private static final DynamoDbClient NO_CLIENT = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /**
     * A function that reads a setting.
     *
     * @param function makes the function
     * @param others its other variables
     * @param name the setting's variable
     */
    private record Reader(Constructor<?> function, Map<String, String> others, String name) {
        void read(String value) throws Throwable {
            Map<String, String> variables = new HashMap<>(others);
            variables.put(name, value);
            try {
                function.newInstance(new Environment(variables).with(DynamoDbClient.class, NO_CLIENT));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** Returns one function for each setting: all of them read it by the same class. */
    private static List<Reader> readers() {
        Template template = Template.read(Path.of("../../template.yaml"));
        List<FunctionDefinition> functions = template.stack(Map.of(), id -> id).functions();
        List<Reader> readers = new ArrayList<>();
        for (String name : template.parametersByVariable().keySet()) {
            functions.stream()
                    .filter(function -> function.environment().containsKey(name))
                    .findFirst()
                    .ifPresent(
                            function -> readers.add(new Reader(constructor(function), function.environment(), name)));
        }
        return readers;
    }

    private static Constructor<?> constructor(FunctionDefinition function) {
        try {
            return Class.forName(function.handlerClass()).getConstructor(Environment.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @FuzzTest
    void setting(byte[] data) throws Throwable {
        String value = new String(data, UTF_8);
        assertThat(READERS).isNotEmpty();
        for (Reader reader : READERS) {
            try {
                reader.read(value);
                assertBounds(TokenSettings.from(new Variables(Map.of(reader.name(), value))));
            } catch (InvalidSettingException e) {
                // Memory and passes are bounded together, and the memory is named.
                assertThat(e.setting()).isIn(reader.name(), "ARGON2_MEMORY_KIB");
                assertThat(e.getMessage()).startsWith(e.setting());
            }
        }
    }

    private static void assertBounds(TokenSettings settings) {
        assertThat(settings.prefix()).hasSizeLessThanOrEqualTo(10);
        assertThat(settings.ttl().orElse(Duration.ofDays(1))).isBetween(Duration.ofNanos(1), days(327_000));
        assertThat(settings.minRefreshInterval()).isBetween(Duration.ZERO, days(327_000));
        assertThat(settings.limit().orElse(1)).isBetween(1, 1_000);
    }

    private static Duration days(int number) {
        return Duration.ofDays(number);
    }
}
