package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PasswordPolicyTest {

    @TestFactory
    List<DynamicTest> givesDjangosMessagesInItsOrder() {
        List<JsonNode> cases = JsonLines.read("password_policy.jsonl");
        assertThat(cases).hasSize(364);
        return cases.stream().map(PasswordPolicyTest::testOf).toList();
    }

    private static DynamicTest testOf(JsonNode expected) {
        return DynamicTest.dynamicTest(
                expected.toString(), () -> assertThat(actual(expected)).isEqualTo(errors(expected)));
    }

    private static List<PasswordViolation> actual(JsonNode vector) {
        return PasswordPolicy.violations(
                Password.of(vector.get("password").textValue()),
                vector.get("username").textValue(),
                vector.get("email").textValue());
    }

    private static List<PasswordViolation> errors(JsonNode vector) {
        return StreamSupport.stream(vector.get("errors").spliterator(), false)
                .map(error -> new PasswordViolation(
                        error.get("code").textValue(), error.get("message").textValue()))
                .toList();
    }
}
