package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.text.CpuTime;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameRuleTest {
    private static final String CHARACTERS =
            "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.";
    private static final String TOO_LONG = "Ensure this field has no more than 150 characters.";
    private static final String NULL = "Null characters are not allowed.";

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a@b.c+d-e_f", "jörg", "аlice", "李", "٣٤", "İstanbul", "x"})
    void takesLettersDigitsAndFivePunctuationMarks(String name) {
        assertThat(UsernameRule.violations(UsernameRule.normalize(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bad name", "a/b", "ali\u200bce", "half½", "a\u200db", "กิน", "\ufeffbom", "🙂", "\u0378"})
    void refusesEverythingElse(String name) {
        assertThat(UsernameRule.violations(UsernameRule.normalize(name))).containsExactly(CHARACTERS);
    }

    /** Random names, recorded from Django REST framework: README.md beside the recording says how. */
    @Test
    void agreesWithDjangoOnRandomNames() {
        List<Map<String, String>> recorded = FlatJsonLines.read("usernames.jsonl");
        assertThat(recorded).hasSizeGreaterThan(200).allSatisfy(UsernameRuleTest::assertAgrees);
    }

    private static void assertAgrees(Map<String, String> recorded) {
        String normalized = UsernameRule.normalize(recorded.getOrDefault("text", ""));
        assertThat(normalized).isEqualTo(recorded.get("normalized"));
        assertThat(String.join("\n", UsernameRule.violations(normalized))).isEqualTo(recorded.get("errors"));
        assertThat(UsernameRule.uniquenessKey(normalized)).isEqualTo(recorded.get("key"));
    }

    @Test
    void messagesComeInTheFrameworksOrder() {
        String name = "a\0\ud800\udfff" + "\udfff" + "b".repeat(150);
        assertThat(UsernameRule.violations(name))
                .containsExactly(CHARACTERS, TOO_LONG, NULL, "Surrogate characters are not allowed: U+DFFF.");
        assertThat(UsernameRule.characterViolations(name)).containsExactly(CHARACTERS);
        assertThat(UsernameRule.remainingViolations(name))
                .containsExactly(TOO_LONG, NULL, "Surrogate characters are not allowed: U+DFFF.");
    }

    @Test
    void lengthCountsCodePointsOfTheNormalisedName() {
        assertThat(UsernameRule.violations("𠮷".repeat(150))).isEmpty();
        assertThat(UsernameRule.violations("𠮷".repeat(151))).containsExactly(TOO_LONG);
        assertThat(UsernameRule.violations(UsernameRule.normalize("ﬃ".repeat(51))))
                .containsExactly(TOO_LONG);
        assertThat(UsernameRule.violations(UsernameRule.normalize("e\u0301".repeat(150))))
                .isEmpty();
    }

    @Test
    void normalisesAfterStripping() {
        assertThat(UsernameRule.normalize("\u3000\u001fａｂｃwide\u00a0\u0085")).isEqualTo("abcwide");
    }

    static List<String> longNames() {
        return List.of(
                "a" + "\u0315".repeat(65_536) + "\u0327".repeat(65_536),
                "a" + "\u0327\u0315".repeat(65_536),
                "ﾞ\u0334".repeat(65_536),
                "ﷺ".repeat(87_380),
                "\ud800".repeat(131_072),
                "가\u11a8".repeat(65_536));
    }

    @ParameterizedTest
    @MethodSource("longNames")
    void longNameTakesNoLongerThanItsLength(String name) {
        CpuTime.assertAtMost(Duration.ofSeconds(5), () -> {
            String normalized = UsernameRule.normalize(name);
            assertThat(UsernameRule.violations(normalized)).contains(TOO_LONG);
            UsernameRule.uniquenessKey(normalized);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 150, 600, 601, 1_000})
    void leavingOutTheNormalFormChangesNoMessage(int marks) {
        String name = "a" + "\u0315".repeat(marks / 2) + "\u0327".repeat(marks - marks / 2);
        String normalized = Normalizer.normalize(name, Normalizer.Form.NFKC);
        assertThat(UsernameRule.violations(UsernameRule.normalize(name)))
                .isEqualTo(UsernameRule.violations(normalized));
    }

    @ParameterizedTest
    @CsvSource({
        "Straße,STRASSE",
        "Alice,aLICE",
        "ΣΊΣΥΦΟΣ,σίσυφος",
        "ﬁle1,FILE1",
        "K,k",
        "Ꭰ,ꭰ",
        "ſara,Sara",
        "Ǆ,dž",
    })
    void namesThatDifferInCaseOnlyHaveOneKey(String one, String other) {
        assertThat(keyOf(one)).isEqualTo(keyOf(other));
    }

    @ParameterizedTest
    @CsvSource({"аlice,alice", "ıstanbul,istanbul", "é,e"})
    void namesThatLookAlikeHaveTwo(String one, String other) {
        assertThat(keyOf(one)).isNotEqualTo(keyOf(other));
    }

    private static String keyOf(String name) {
        return UsernameRule.uniquenessKey(UsernameRule.normalize(name));
    }
}
