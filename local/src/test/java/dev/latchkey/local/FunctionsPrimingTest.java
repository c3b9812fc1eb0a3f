package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.httpclient.SocketHttpClient;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Priming, of every function that the template has. A rehearsal that is not answered as real requests are ends the priming early,
 * which its report shows.
 */
class FunctionsPrimingTest {
    private static final int ROUNDS = 2;
    private static final Priming.Report ALL_ROUNDS = new Priming.Report(ROUNDS, null);

    private final TestTables tables = TestTables.ofEverything();

    private static Stream<FunctionDefinition> definitions() {
        return Template.read(TestTables.template()).stack(TestTables.EVERYTHING, name -> name).functions().stream();
    }

    static Stream<String> handlers() {
        return definitions().map(FunctionDefinition::handlerClass);
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void runsToItsEndAndWritesNothing(String handler) throws Exception {
        assertThat(priming(handler, tables.client()).run()).isEqualTo(ALL_ROUNDS);
        for (String table : List.of("USERS_TABLE", "TOKENS_TABLE", "EVENTS_TABLE")) {
            String name = tables.variables().get(table);
            assertThat(tables.client().scan(scan -> scan.tableName(name)).items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("handlers")
    @Timeout(30)
    void runsToItsEndWithoutANetwork(String handler) throws Exception {
        try (DynamoDbClient nowhere = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:9"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(SocketHttpClient.builder())
                .overrideConfiguration(DynamoDb.timeouts())
                .build()) {
            assertThat(priming(handler, nowhere).run()).isEqualTo(ALL_ROUNDS);
        }
    }

    private Priming priming(String handler, DynamoDbClient client) throws Exception {
        Map<String, String> variables = new HashMap<>(definitions()
                .filter(definition -> definition.handlerClass().equals(handler))
                .findFirst()
                .orElseThrow()
                .environment());
        variables.putAll(tables.variables());
        variables.putAll(
                Map.of("PRIMING_ROUNDS", Integer.toString(ROUNDS), "ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"));
        Class<?> type = Class.forName(handler);
        Object function = type.getConstructor(Environment.class)
                .newInstance(DynamoDb.environment(variables, client)
                        .with(SecretBox.class, new KeyBox(new byte[KeyBox.KEY_BYTES], Randomness.SECURE)));
        return (Priming) type.getMethod("priming").invoke(function);
    }
}
