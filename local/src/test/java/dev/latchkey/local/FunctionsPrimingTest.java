package dev.latchkey.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.DynamoDb;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import dev.latchkey.emulator.TestTables;
import dev.latchkey.emulator.template.FunctionDefinition;
import dev.latchkey.emulator.template.Template;
import dev.latchkey.httpclient.SocketHttpClient;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Priming, of every function that the template has. */
class FunctionsPrimingTest {
    private final TestTables tables = TestTables.create();

    private static Stream<FunctionDefinition> definitions() {
        return Template.read(TestTables.template()).stack(Map.of(), name -> name).functions().stream();
    }

    static Stream<String> handlers() {
        return definitions()
                .map(FunctionDefinition::handler)
                .map(handler -> handler.substring(0, handler.indexOf(':')));
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void writesNothing(String handler) throws Exception {
        priming(handler, tables.client()).run();
        for (String table : List.of("USERS_TABLE", "TOKENS_TABLE")) {
            String name = tables.variables().get(table);
            assertThat(tables.client().scan(scan -> scan.tableName(name)).items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("handlers")
    @Timeout(30)
    void survivesHavingNoNetwork(String handler) throws Exception {
        try (DynamoDbClient nowhere = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:9"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(SocketHttpClient.builder())
                .overrideConfiguration(DynamoDb.timeouts())
                .build()) {
            priming(handler, nowhere).run();
        }
    }

    /** What goes wrong on stage is an answer that nobody reads, and the wrong path would be primed unseen. */
    @Test
    void onStageEveryRequestSucceeds() throws Exception {
        assertThat(onStage("AuthorizerHandler", SampleEvents.authorizer(new Variables(Map.of()))))
                .contains("\"Allow\"");
        assertThat(onStage("LogoutHandler", SampleEvents.withPrincipal("POST", "/api/auth/logout")))
                .contains("\"statusCode\":204");
        assertThat(onStage("LogoutAllHandler", SampleEvents.withPrincipal("POST", "/api/auth/logoutall")))
                .contains("\"statusCode\":204");
        assertThat(onStage("TokensHandler", SampleEvents.withPrincipal("GET", "/api/auth/tokens")))
                .contains("\"statusCode\":200", "token_key");
    }

    private String onStage(String handler, InputStream event) throws Exception {
        FunctionDefinition definition = definitions()
                .filter(function -> function.handler().contains("." + handler + ":"))
                .findFirst()
                .orElseThrow();
        Environment stage = Rehearsal.stage(new Environment(definition.environment(), tables.client()));
        byte[] answer = new FunctionLoader(stage.dynamoDb(), line -> {})
                .load(definition)
                .call(event.readAllBytes(), "priming");
        return new String(answer, UTF_8);
    }

    private Priming priming(String handler, DynamoDbClient client) throws Exception {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(Map.of("PRIMING_ROUNDS", "2", "ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"));
        Class<?> type = Class.forName(handler);
        Object function = type.getConstructor(Environment.class).newInstance(new Environment(variables, client));
        return (Priming) type.getMethod("priming").invoke(function);
    }
}
