package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommonPasswordsTest {
    @Test
    void listIsThatOfDjango() throws IOException {
        assertThat(lines())
                .hasSize(19_640)
                .doesNotHaveDuplicates()
                .contains("password", "123456", "йцукен")
                .allSatisfy(line -> assertThat(line).isNotBlank());
    }

    @Test
    void everyLineIsFound() throws IOException {
        assertThat(lines())
                .allSatisfy(line -> assertThat(CommonPasswords.contains(line)).isTrue());
    }

    @Test
    void nothingElseIsFound() throws IOException {
        Set<String> lines = new HashSet<>(lines());
        lines().stream()
                .flatMap(line -> List.of(line + "\n", line + "~", "~" + line, line.substring(1), "\0" + line).stream())
                .filter(other -> !lines.contains(other))
                .forEach(other ->
                        assertThat(CommonPasswords.contains(other)).as(other).isFalse());
        assertThat(CommonPasswords.contains("")).isFalse();
        assertThat(CommonPasswords.contains("\n")).isFalse();
        assertThat(CommonPasswords.contains("\uffff".repeat(100))).isFalse();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
