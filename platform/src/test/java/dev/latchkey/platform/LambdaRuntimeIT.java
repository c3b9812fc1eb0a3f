package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in events/, through Lambda's own Java runtime, with the jars that are deployed, the handlers that template.yaml
 * names and no more permissions than its roles give.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LambdaRuntimeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SECRETS = List.of(
            "Correct-Horse",
            "vorpal",
            Fixture.TOKEN.substring(8),
            Fixture.SECOND_TOKEN.substring(8),
            Fixture.KEY.substring(8));

    /** Codes, answers of passkeys and fresh proofs are of the moment, so that no file can hold an event that succeeds with one. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "LoginFunction",
            "LoginCodeFunction",
            "FactorFunction",
            "ReauthenticateFunction",
            "KeysFunction",
            "PasskeyFunction",
            "PasskeyLoginFunction");

    private final Answers answers = Answers.read();
    private Deployment deployment;
    private Fixture fixture;

    @BeforeAll
    void deploy(@TempDir Path folder) throws IOException {
        deployment = new Deployment(folder, TestTables.EVERYTHING);
        fixture = new Fixture(deployment.client(), deployment.tableVariables());
    }

    @AfterAll
    void close() {
        deployment.close();
    }

    static List<String> events() throws IOException {
        return Events.names();
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("events")
    void answersEachEvent(String event) throws Exception {
        fixture.reset();

        byte[] answer = deployment.invoke(Events.function(event), Events.read(event));

        answers.check(event, answer);
        assertThat(deployment.log(Events.function(event))).doesNotContain(SECRETS);
    }

    @Test
    void knowsNoAnswerToAnEventThatIsNotThere() throws IOException {
        assertThat(answers.events()).containsExactlyInAnyOrderElementsOf(Events.names());
    }

    @Test
    void everyFunctionHasEvents() throws IOException {
        Set<String> called = Events.names().stream().map(Events::function).collect(Collectors.toSet());
        assertThat(called).isEqualTo(deployment.functions());
        assertThat(Events.onePerFunction().stream().map(Events::function))
                .containsExactlyInAnyOrderElementsOf(deployment.functions());
    }

    @Test
    void takesATokenThatLoginGaveAndRefusesItAfterLogout() throws Exception {
        fixture.reset();
        JsonNode login = JSON.readTree(deployment.invoke("LoginFunction", Events.read("login-ok")));
        String token = JSON.readTree(login.get("body").asText()).get("token").asText();

        JsonNode allowed = authorize(token);
        assertThat(effect(allowed)).isEqualTo("Allow");

        ObjectNode logout = (ObjectNode) JSON.readTree(Events.read("logout-ok"));
        ((ObjectNode) logout.get("requestContext")).set("authorizer", allowed.get("context"));
        JsonNode ended = JSON.readTree(deployment.invoke("LogoutFunction", JSON.writeValueAsBytes(logout)));
        assertThat(ended.get("statusCode").asInt()).isEqualTo(204);

        JsonNode refused = authorize(token);
        assertThat(effect(refused)).isEqualTo("Deny");
        assertThat(refused.get("context").get("detail").asText()).isEqualTo("Invalid token.");
    }

    /** Where there are no keys the answer is another, so that no file in events/ has it. */
    @Order(1)
    @Test
    void takesAKeyAndNotesThatItWasUsed() throws Exception {
        fixture.reset();
        ObjectNode event = (ObjectNode) JSON.readTree(Events.read("authorizer-rest-request"));
        event.set("headers", JSON.createObjectNode().put("Authorization", "Token " + Fixture.KEY));
        event.remove("multiValueHeaders");
        event.set("stageVariables", JSON.createObjectNode().put("latchkey_default", "any"));
        JsonNode allowed = JSON.readTree(deployment.invoke("AuthorizerFunction", JSON.writeValueAsBytes(event)));
        assertThat(effect(allowed)).isEqualTo("Allow");
        assertThat(allowed.get("context").get("scopes").asText()).isEqualTo("orders.read");
        JsonNode keys = JSON.readTree(deployment.invoke("KeysFunction", Events.read("keys-list")));
        assertThat(JSON.readTree(keys.get("body").asText())
                        .get(0)
                        .get("last_used")
                        .isNull())
                .isFalse();
    }

    @Order(2)
    @Test
    void rolesAllowNothingThatNoEventNeeds() {
        assertThat(deployment.functions())
                .filteredOn(function -> !OF_THE_MOMENT.contains(function))
                .allSatisfy(deployment::checkThatEachPermissionIsUsed);
    }

    private JsonNode authorize(String token) throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(Events.read("authorizer-rest-token"));
        event.put("authorizationToken", "Token " + token);
        return JSON.readTree(deployment.invoke("AuthorizerFunction", JSON.writeValueAsBytes(event)));
    }

    private static String effect(JsonNode policy) {
        return policy.get("policyDocument")
                .get("Statement")
                .get(0)
                .get("Effect")
                .asText();
    }
}
