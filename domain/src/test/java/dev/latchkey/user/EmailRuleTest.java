package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.text.CpuTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailRuleTest {
    private static final String INVALID = "Enter a valid email address.";
    private static final String TOO_LONG = "Ensure this field has no more than 254 characters.";
    private static final String NULL = "Null characters are not allowed.";

    @TestFactory
    List<DynamicTest> takesWhatTheContractTakes() {
        List<Map<String, String>> cases = FlatJsonLines.read("email.jsonl");
        assertThat(cases).hasSize(30);
        return cases.stream().map(EmailRuleTest::testOf).toList();
    }

    private static DynamicTest testOf(Map<String, String> expected) {
        String email = expected.getOrDefault("email", "");
        return DynamicTest.dynamicTest(expected.toString(), () -> {
            boolean valid = EmailRule.isAddress(email);
            assertThat(Boolean.toString(valid)).isEqualTo(expected.get("valid"));
            if (valid) {
                assertThat(EmailRule.normalize(email)).isEqualTo(expected.get("normalized"));
            }
        });
    }

    /** Random addresses, recorded from Django: README.md beside the recording says how. */
    @Test
    void agreesWithDjangoOnRandomAddresses() {
        List<Map<String, String>> recorded = FlatJsonLines.read("addresses.jsonl");
        assertThat(recorded).hasSizeGreaterThan(200).allSatisfy(EmailRuleTest::assertAgrees);
    }

    private static void assertAgrees(Map<String, String> recorded) {
        String email = recorded.getOrDefault("email", "");
        assertThat(Boolean.toString(EmailRule.isAddress(email))).isEqualTo(recorded.get("valid"));
        assertThat(String.join("\n", EmailRule.violations(email))).isEqualTo(recorded.get("errors"));
        assertThat(EmailRule.normalize(email)).isEqualTo(recorded.get("normalized"));
    }

    @Test
    void messagesComeInTheFrameworksOrder() {
        assertThat(EmailRule.violations("a@example.com")).isEmpty();
        assertThat(EmailRule.violations("nope")).containsExactly(INVALID);
        assertThat(EmailRule.violations("q".repeat(243) + "@example.com")).containsExactly(TOO_LONG);
        assertThat(EmailRule.violations("a\0\udc00\ud800" + "b".repeat(254)))
                .containsExactly(TOO_LONG, NULL, "Surrogate characters are not allowed: U+DC00.", INVALID);
    }

    @Test
    void loneSurrogateInTheDomainIsNoSyntaxErrorToDjango() {
        assertThat(EmailRule.violations("a@\ud800.com"))
                .containsExactly("Surrogate characters are not allowed: U+D800.");
    }

    @Test
    void onlyTheDomainIsPutInLowerCase() {
        assertThat(EmailRule.normalize(" Ab@C@EXAMPLE.İΣ ")).isEqualTo("Ab@C@example.i\u0307ς");
        assertThat(EmailRule.normalize("Nope")).isEqualTo("Nope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", ".", "@", "\"\\", "a@", "a@a.", "-", "[:", "\u0301"})
    void longInputTakesNoLongerThanItsLength(String unit) {
        String text = unit.repeat(262_144 / unit.length());
        assertThat(List.of(text, text + "@example.com", "a@" + text, "\"" + text + "\"@example.com"))
                .allSatisfy(email -> CpuTime.assertAtMost(
                        Duration.ofSeconds(5),
                        () -> assertThat(EmailRule.violations(email)).contains(TOO_LONG)));
    }
}
