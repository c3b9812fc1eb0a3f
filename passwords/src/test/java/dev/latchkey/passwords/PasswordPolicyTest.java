package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.user.Password;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    @TestFactory
    List<DynamicTest> givesDjangosMessagesInItsOrder() {
        List<JsonNode> cases = JsonLines.read("password_policy.jsonl");
        assertThat(cases).hasSize(364);
        return cases.stream().map(PasswordPolicyTest::testOf).toList();
    }

    /** Random passwords, recorded from Django: README.md beside the recording says how. */
    @Test
    void agreesWithDjangoOnRandomPasswords() {
        assertThat(JsonLines.read("policy.jsonl"))
                .hasSizeGreaterThan(300)
                .allSatisfy(recorded -> assertThat(actual(recorded)).isEqualTo(errors(recorded)));
    }

    @Test
    void emptyPasswordIsLikeTheEmptyPartBeforePunctuationButNotBetweenIt() {
        assertThat(codes("", "a!!b")).containsExactly("password_too_short");
        assertThat(codes("", "!!ab")).containsExactly("password_too_similar", "password_too_short");
        assertThat(codes("", "ab!!")).containsExactly("password_too_similar", "password_too_short");
    }

    private static List<String> codes(String password, String username) {
        return PasswordPolicy.violations(Password.of(password), username, "").stream()
                .map(PasswordViolation::code)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "Σ'", "²", "🙂", "."})
    void timeIsLinearInTheLength(String unit) {
        String text = unit.repeat(262_144);
        CpuTime.assertAtMost(
                Duration.ofSeconds(5), () -> PasswordPolicy.violations(Password.of(text), text + "x", text));
        CpuTime.assertAtMost(
                Duration.ofSeconds(5), () -> PasswordPolicy.violations(Password.of(unit.repeat(64)), "", text));
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
