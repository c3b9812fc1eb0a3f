package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, anything, true",
        "?, '', false",
        "?, a, true",
        "?, ab, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a?c, abbc, false",
        "a*c, ac, true",
        "a*c, abcbc, true",
        "a*c, abcb, false",
        "*a?, xxab, true",
        "*a?, xxa, false",
        "a**b, ab, true",
        "*/GET/*, api/live/GET/a/b, true",
        "*/GET/*, api/live/POST/a/b, false",
        "a.c, abc, false",
        "[a], a, false",
        "ABC, abc, false",
    })
    void matches(String pattern, String text, boolean matches) {
        assertThat(Wildcards.match(pattern, text)).isEqualTo(matches);
    }

    /** A matcher that tried every way to divide the text would not come back. */
    @Test
    @Timeout(10)
    void isNotBlownUpByManyStars() {
        long start = System.nanoTime();
        assertThat(Wildcards.match("*a".repeat(50) + "b", "a".repeat(10_000))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
