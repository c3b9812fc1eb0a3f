package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

    @Test
    void tokensLiveAsLongAsTheSettingsSay() {
        assertThat(life(Map.of())).isEqualTo(Duration.ofHours(10));
        assertThat(life(Map.of("TOKEN_TTL", "90"))).isEqualTo(Duration.ofSeconds(90));
        assertThat(life(Map.of("TOKEN_TTL", "none"))).isNull();
    }

    /** What a login tells a client must be what the check then holds to. */
    @Test
    void whereTokensAreRefreshedNoneStartsBeyondItsLongestLife() {
        Map<String, String> longest = Map.of("TOKEN_TTL", "PT30H", "AUTO_REFRESH_MAX_TTL", "PT24H");
        assertThat(life(longest)).isEqualTo(Duration.ofHours(30));
        Map<String, String> refreshed = new HashMap<>(longest);
        refreshed.put("AUTO_REFRESH", "true");
        assertThat(life(refreshed)).isEqualTo(Duration.ofDays(1));
    }

    private static @Nullable Duration life(Map<String, String> settings) {
        User user = User.registered(1L << 40, "alice", "", null, NOW);
        Instant expiry = new TokenIssuer(new Environment(settings))
                .issue(user, Session.Client.UNKNOWN, Authentication.byPassword(NOW), NOW)
                .session()
                .expiry();
        return expiry == null ? null : Duration.between(NOW, expiry);
    }
}
