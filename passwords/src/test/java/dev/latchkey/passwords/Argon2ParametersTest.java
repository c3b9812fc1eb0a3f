package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Argon2ParametersTest {
    @ParameterizedTest
    @CsvSource({"8, 1, 1", "19456, 2, 1", "102400, 2, 8", "262144, 4, 1", "16384, 64, 64", "512, 1, 64"})
    void takesWhatIsWithinBounds(int memoryKib, int iterations, int parallelism) {
        assertThat(new Argon2Parameters(memoryKib, iterations, parallelism).memoryKib())
                .isEqualTo(memoryKib);
        assertThat(Argon2Parameters.areAcceptable(memoryKib, iterations, parallelism))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 1 | 1 | ARGON2_MEMORY_KIB must be from 8 to 262144, but is 7",
                "15 | 1 | 2 | ARGON2_MEMORY_KIB must be from 16 to 262144, but is 15",
                "262145 | 1 | 1 | ARGON2_MEMORY_KIB must be from 8 to 262144, but is 262145",
                "-2147483648 | 1 | 1 | ARGON2_MEMORY_KIB must be from 8 to 262144, but is -2147483648",
                "64 | 0 | 1 | ARGON2_ITERATIONS must be from 1 to 64, but is 0",
                "64 | 65 | 1 | ARGON2_ITERATIONS must be from 1 to 64, but is 65",
                "64 | 1 | 0 | ARGON2_PARALLELISM must be from 1 to 64, but is 0",
                "64 | 1 | 2147483647 | ARGON2_PARALLELISM must be from 1 to 64, but is 2147483647",
                "262144 | 5 | 1 | ARGON2_MEMORY_KIB times ARGON2_ITERATIONS must be at most 1048576, but is 262144 times 5",
            })
    void namesTheSettingThatIsOutOfBounds(int memoryKib, int iterations, int parallelism, String message) {
        assertThatThrownBy(() -> new Argon2Parameters(memoryKib, iterations, parallelism))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(Argon2Parameters.areAcceptable(memoryKib, iterations, parallelism))
                .isFalse();
    }
}
