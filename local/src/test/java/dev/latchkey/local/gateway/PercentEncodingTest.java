package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "abc, abc",
        "a%20b, a b",
        "%41%4a%4A, AJJ",
        "%C3%BC, ü",
        "%F0%9F%94%91, 🔑",
        "a+b, a+b",
        "%2B, +",
        "100%, 100%",
        "%4, %4",
        "%zz, %zz",
        "%%41, %A",
        "%2541, %41",
        "ü%20ü, ü ü",
    })
    void decodesPaths(String encoded, String decoded) {
        assertThat(PercentEncoding.decodePath(encoded)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"a+b, a b", "a%2Bb, a+b", "%, %", "+, ' '", "%C3%BC+, 'ü '"})
    void aPlusIsASpaceInQueriesOnly(String encoded, String decoded) {
        assertThat(PercentEncoding.decodeQuery(encoded)).isEqualTo(decoded);
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() {
        assertThat(PercentEncoding.decodePath("a%FFb")).isEqualTo("a\uFFFDb");
    }

    @Test
    void queriesHaveNamesWithSeveralValuesOrNone() {
        QueryString query = QueryString.parse("a=1&b&a=2&c=&=d&&e=f=g&%61=%33+");
        assertThat(query.multiValue())
                .isEqualTo(Map.of(
                        "a",
                        List.of("1", "2", "3 "),
                        "b",
                        List.of(""),
                        "c",
                        List.of(""),
                        "",
                        List.of("d"),
                        "e",
                        List.of("f=g")));
        assertThat(query.singleValue()).containsEntry("a", "3 ");
        assertThat(QueryString.parse(null).isEmpty()).isTrue();
        assertThat(QueryString.parse("").isEmpty()).isTrue();
    }
}
