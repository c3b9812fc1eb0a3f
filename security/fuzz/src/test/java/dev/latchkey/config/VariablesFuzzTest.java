package dev.latchkey.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.passwords.PasswordHasher;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A setting's value is used, or refused in words that name the setting. */
class VariablesFuzzTest {
    private static final List<String> NAMES = List.of(
            "TOKEN_TTL",
            "TOKEN_PREFIX",
            "AUTH_HEADER_PREFIX",
            "TOKEN_LIMIT_PER_USER",
            "TOKEN_LIMIT_POLICY",
            "AUTO_REFRESH",
            "AUTO_REFRESH_MAX_TTL",
            "MIN_REFRESH_INTERVAL",
            "IMPORTED_TOKENS",
            "ARGON2_MEMORY_KIB",
            "ARGON2_ITERATIONS",
            "ARGON2_PARALLELISM");

    @FuzzTest
    void setting(byte[] data) {
        String value = new String(data, UTF_8);
        for (String name : NAMES) {
            Variables variables = new Variables(Map.of(name, value));
            try {
                TokenSettings settings = TokenSettings.from(variables);
                assertThat(settings.prefix()).hasSizeLessThanOrEqualTo(10);
                assertThat(settings.ttl().orElse(Duration.ofDays(1))).isBetween(Duration.ofNanos(1), days(36_500));
                assertThat(settings.minRefreshInterval()).isBetween(Duration.ZERO, days(36_500));
                assertThat(settings.limit().orElse(1)).isBetween(1, 1_000);
                PasswordHasher.from(variables);
            } catch (InvalidSettingException e) {
                // Memory and passes are bounded together, and the memory is named.
                assertThat(e.setting()).isIn(name, "ARGON2_MEMORY_KIB");
                assertThat(e.getMessage()).startsWith(e.setting());
            }
        }
    }

    private static Duration days(int number) {
        return Duration.ofDays(number);
    }
}
