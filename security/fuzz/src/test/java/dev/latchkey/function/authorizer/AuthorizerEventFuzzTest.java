package dev.latchkey.function.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.token.TokenKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Whatever members an authorizer's event has, the answer has one of the gateway's two forms. */
class AuthorizerEventFuzzTest {
    private static final Principal ADA =
            new Principal(42, "ada", "ada@example.com", new TokenKey("0123456789abcdef"), "");

    @FuzzTest
    void event(byte[] data) throws IOException, JsonSyntaxException {
        Object value;
        try {
            value = Json.read(new ByteArrayInputStream(data));
        } catch (JsonSyntaxException e) {
            return;
        }
        AuthorizerEvent event = AuthorizerEvent.of(Json.object(value));
        event.authorization();
        assertThat(event.requestId() + event.method()).isNotNull();
        assertAnswers(event.allow(ADA), "Allow");
        assertAnswers(event.deny("Invalid token."), "Deny");
    }

    private static void assertAnswers(Map<String, Object> answer, String effect) throws JsonSyntaxException {
        Map<String, ?> read = Json.object(Json.read(Json.write(answer)));
        if (read.containsKey("isAuthorized")) {
            assertThat(read.get("isAuthorized")).isEqualTo(effect.equals("Allow"));
        } else {
            assertThat(Json.object(read.get("policyDocument")).get("Statement").toString())
                    .contains("Effect=" + effect);
        }
    }
}
