package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permissions that a role has only with some settings: they suffice there, and are needed there. */
class SettingsPermissionsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SETTINGS = Map.of(
            "TokenLimitPerUser", "2",
            "TokenLimitPolicy", "evict_oldest",
            "AutoRefresh", "true",
            "MinRefreshInterval", "0",
            // Not the cost of the hashes that are there: a login replaces one.
            "Argon2Iterations", "1");

    @Test
    void aTokenLimitAndSlidingExpiryWorkWithWhatTheirRolesAllow(@TempDir Path folder) throws Exception {
        try (Deployment deployment = new Deployment(folder, SETTINGS)) {
            new Fixture(deployment.client(), deployment.tableVariables()).reset();

            JsonNode login = invoke(deployment, "LoginFunction", "login-ok", Map.of());
            assertThat(login.get("statusCode").asInt()).isEqualTo(200);
            JsonNode unknown = invoke(deployment, "LoginFunction", "login-unknown-user", Map.of());
            assertThat(unknown.get("statusCode").asInt()).isEqualTo(400);
            String token =
                    JSON.readTree(login.get("body").asText()).get("token").asText();
            JsonNode allowed = invoke(
                    deployment,
                    "AuthorizerFunction",
                    "authorizer-rest-token",
                    Map.of("authorizationToken", "Token " + token));
            assertThat(allowed.get("context").get("username").asText()).isEqualTo("alice");

            JsonNode imported = invoke(
                    deployment,
                    "AuthorizerFunction",
                    "authorizer-rest-token",
                    Map.of("authorizationToken", "Token " + "0".repeat(64)));
            assertThat(imported.at("/context/detail").asText()).isEqualTo("Invalid token.");

            for (String function : new String[] {"LoginFunction", "AuthorizerFunction"}) {
                deployment.checkThatEachPermissionIsUsed(function);
            }
        }
    }

    private static JsonNode invoke(Deployment deployment, String function, String event, Map<String, String> changes)
            throws IOException, InterruptedException {
        ObjectNode content = (ObjectNode) JSON.readTree(Events.read(event));
        changes.forEach(content::put);
        return JSON.readTree(deployment.invoke(function, JSON.writeValueAsBytes(content)));
    }
}
