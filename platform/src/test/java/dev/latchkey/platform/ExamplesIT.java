package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The function of the examples behind Latchkey's authorizer, both under Lambda's own runtime. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AUTHORIZER_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:authorizer:live";

    private Path folder;
    private Deployment latchkey;

    @BeforeAll
    void deploy(@TempDir Path temporary) throws IOException {
        folder = temporary;
        latchkey = new Deployment(Files.createDirectory(folder.resolve("latchkey")), Map.of());
        new Fixture(latchkey.client(), latchkey.tableVariables()).reset();
    }

    @AfterAll
    void close() {
        latchkey.close();
    }

    @Test
    void aRestApiPassesTheUserOnInTheAuthorizersContext() throws Exception {
        JsonNode policy = authorize("authorizer-rest-request");
        assertThat(policy.at("/policyDocument/Statement/0/Effect").asText()).isEqualTo("Allow");

        ObjectNode event = JSON.createObjectNode();
        event.putObject("requestContext").set("authorizer", policy.get("context"));

        assertGreetsAlice("rest-api", event);
    }

    @Test
    void anHttpApiPassesTheUserOnUnderLambda() throws Exception {
        JsonNode simple = authorize("authorizer-http-api-2.0");
        assertThat(simple.get("isAuthorized").asBoolean()).isTrue();

        ObjectNode event = JSON.createObjectNode();
        event.putObject("requestContext").putObject("authorizer").set("lambda", simple.get("context"));

        assertGreetsAlice("http-api", event);
    }

    @Test
    void withoutTheAuthorizerNobodyIsGreeted() throws Exception {
        ObjectNode event = JSON.createObjectNode();
        event.putObject("requestContext");

        assertThat(hello("rest-api", event).get("statusCode").asInt()).isEqualTo(401);
    }

    private void assertGreetsAlice(String example, ObjectNode event) throws Exception {
        JsonNode answer = hello(example, event);
        assertThat(answer.get("statusCode").asInt()).isEqualTo(200);
        assertThat(JSON.readTree(answer.get("body").asText()))
                .isEqualTo(JSON.readTree("{\"hello\": \"alice\", \"your id\": " + Fixture.ALICE + "}"));
    }

    private JsonNode authorize(String event) throws Exception {
        return JSON.readTree(latchkey.invoke("AuthorizerFunction", Events.read(event)));
    }

    private JsonNode hello(String example, ObjectNode event) throws Exception {
        Path template = TestTables.template()
                .resolveSibling("examples")
                .resolve(example)
                .resolve("template.yaml");
        FunctionDefinition function = Template.read(template)
                .stack(Map.of("LatchkeyAuthorizerArn", AUTHORIZER_ARN), logicalId -> logicalId)
                .functions()
                .get(0);
        Path jar = template.resolveSibling(function.codeUri()).normalize();
        try (LambdaProcess process = new LambdaProcess(
                Files.createTempDirectory(folder, example), jar, function.handler(), function.environment())) {
            return JSON.readTree(process.invoke(JSON.writeValueAsBytes(event)));
        }
    }
}
