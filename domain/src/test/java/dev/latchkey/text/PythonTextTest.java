package dev.latchkey.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what CPython 3.11 answered: README.md beside the recordings says how they were made. */
class PythonTextTest {
    private static final List<String> RECORDED = lines("code_points.txt");
    private static final BitSet RECORDED_ASSIGNED = recordedSet("assigned");

    @Test
    void everySpaceIsPythons() {
        assertSameSet("space", PythonText::isSpace);
    }

    @Test
    void everyWordCharacterIsPythons() {
        assertSameSet("word", PythonText::isWord);
    }

    @Test
    void everyDigitIsPythons() {
        assertSameSet("digit", c -> PythonText.isDigits(Character.toString(c)));
    }

    @Test
    void everyLowerCaseIsPythons() {
        assertSameMapping("lower", PythonText::lower);
    }

    @Test
    void everyCaseFoldingIsPythons() {
        assertSameMapping("casefold", PythonText::casefold);
    }

    /** The comparisons leave out what one of the two does not know; that must stay little. */
    @Test
    void nearlyAllAssignedCodePointsAreCompared() {
        BitSet compared = all(PythonTextTest::isKnownToBoth);
        assertThat(compared.cardinality()).isGreaterThan(RECORDED_ASSIGNED.cardinality() - 1_000);
    }

    @Test
    void whatTheJdkDoesNotKnowHasNoProperties() {
        int unassignedForever = 0x10FFFF;
        String text = Character.toString(unassignedForever);
        assertThat(PythonText.isWord(unassignedForever)).isFalse();
        assertThat(PythonText.isSpace(unassignedForever)).isFalse();
        assertThat(PythonText.isDigits(text)).isFalse();
        assertThat(PythonText.lower(text)).isEqualTo(text);
        assertThat(PythonText.casefold(text)).isEqualTo(text);
    }

    static List<Map<String, String>> recordedStrings() {
        return lines("strings.jsonl").stream().map(PythonTextTest::parse).toList();
    }

    @ParameterizedTest
    @MethodSource("recordedStrings")
    void everyStringIsPythons(Map<String, String> recorded) {
        String text = recorded.getOrDefault("text", "");
        assertThat(PythonText.strip(text)).isEqualTo(recorded.get("strip"));
        assertThat(PythonText.lower(text)).isEqualTo(recorded.get("lower"));
        assertThat(PythonText.casefold(text)).isEqualTo(recorded.get("casefold"));
        assertThat(Boolean.toString(PythonText.isDigits(text))).isEqualTo(recorded.get("digits"));
        assertThat(Integer.toString(PythonText.length(text))).isEqualTo(recorded.get("length"));
    }

    @Test
    void asciiEndsAtU007F() {
        assertThat(PythonText.isAscii("\0az\u007f")).isTrue();
        assertThat(PythonText.isAscii("")).isTrue();
        assertThat(PythonText.isAscii("az\u0080")).isFalse();
        assertThat(PythonText.isAscii("🙂")).isFalse();
    }

    @Test
    void emptyTextStaysEmptyAndHasNoDigits() {
        assertThat(PythonText.strip("")).isEmpty();
        assertThat(PythonText.strip(" \u001c\u3000")).isEmpty();
        assertThat(PythonText.lower("")).isEmpty();
        assertThat(PythonText.casefold("")).isEmpty();
        assertThat(PythonText.length("")).isZero();
        assertThat(PythonText.isDigits("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Σ", "aΣ", "Σ'", "Σ\u0301", "\u0301", "\u3000", "ß", "İ"})
    void timeIsLinearInTheLength(String unit) {
        String text = unit.repeat(262_144);
        CpuTime.assertAtMost(Duration.ofSeconds(5), () -> {
            PythonText.strip(text + "x" + text);
            PythonText.lower(text);
            PythonText.casefold(text);
        });
    }

    private static void assertSameSet(String name, IntPredicate test) {
        BitSet recorded = recordedSet(name);
        assertThat(recorded.cardinality()).isPositive();
        assertThat(all(c -> isKnownToBoth(c) && test.test(c) != recorded.get(c)))
                .isEqualTo(new BitSet());
    }

    private static void assertSameMapping(String name, UnaryOperator<String> mapping) {
        Map<Integer, String> recorded = recordedMappings(name);
        assertThat(recorded).isNotEmpty();
        assertThat(all(c -> isKnownToBoth(c) && !sameMapping(recorded, mapping, c)))
                .isEqualTo(new BitSet());
    }

    private static boolean sameMapping(Map<Integer, String> recorded, UnaryOperator<String> mapping, int c) {
        String text = Character.toString(c);
        return mapping.apply(text).equals(recorded.getOrDefault(c, text));
    }

    /** What neither knows must be treated alike as well. */
    private static boolean isKnownToBoth(int c) {
        return RECORDED_ASSIGNED.get(c) == Character.isDefined(c);
    }

    private static BitSet all(IntPredicate test) {
        BitSet set = new BitSet();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            set.set(c, test.test(c));
        }
        return set;
    }

    private static BitSet recordedSet(String name) {
        BitSet set = new BitSet();
        for (String[] fields : recorded(name)) {
            for (String range : fields) {
                String[] ends = range.split("-", -1);
                set.set(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[1], 16) + 1);
            }
        }
        return set;
    }

    private static Map<Integer, String> recordedMappings(String name) {
        Map<Integer, String> mappings = new HashMap<>();
        for (String[] fields : recorded(name)) {
            int[] codePoints =
                    Arrays.stream(fields).mapToInt(f -> Integer.parseInt(f, 16)).toArray();
            mappings.put(codePoints[0], new String(codePoints, 1, codePoints.length - 1));
        }
        return mappings;
    }

    private static List<String[]> recorded(String name) {
        return RECORDED.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).split(" ", -1))
                .toList();
    }

    private static List<String> lines(String resource) {
        try (InputStream in = PythonTextTest.class.getResourceAsStream(resource)) {
            byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
            return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> parse(String line) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                values.put(name, parser.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
