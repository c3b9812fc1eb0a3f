package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Variables;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TokenDigest DIGEST = TokenDigest.sha512("a token".getBytes(StandardCharsets.UTF_8));

    /**
     * The whole truth: the user has generation 7 and is active or not; the session is of a generation, may be the one that a
     * password change kept, was made some minutes ago and expires in some minutes or never; refreshing may be on, with a longest
     * life in minutes or none.
     */
    @ParameterizedTest
    @CsvSource({
        // active, generation, kept under, age, expires in, refresh, max TTL, state
        "true,  7, none, 5,  10,   false, none, LIVE",
        "true,  7, none, 5,  none, false, none, LIVE",
        "true,  7, none, 5,  0,    false, none, EXPIRED",
        "true,  7, none, 5,  -1,   false, none, EXPIRED",
        "true,  6, none, 5,  10,   false, none, ENDED",
        "true,  8, none, 5,  10,   false, none, ENDED",
        "true,  6, none, 5,  -1,   false, none, EXPIRED",
        "true,  6, 7,    5,  10,   false, none, LIVE",
        "true,  6, 7,    5,  0,    false, none, EXPIRED",
        "true,  6, 6,    5,  10,   false, none, ENDED",
        "true,  5, 8,    5,  10,   false, none, ENDED",
        "false, 7, none, 5,  10,   false, none, ENDED",
        "false, 6, none, 5,  10,   false, none, USER_INACTIVE",
        "false, 6, none, 5,  none, false, none, USER_INACTIVE",
        "false, 6, none, 5,  0,    false, none, EXPIRED",
        "false, 5, none, 5,  10,   false, none, ENDED",
        "false, 5, 6,    5,  10,   false, none, USER_INACTIVE",
        "false, 5, 7,    5,  10,   false, none, ENDED",
        "true,  7, none, 60, 10,   true,  60,   PAST_MAX_TTL",
        "true,  7, none, 59, 10,   true,  60,   LIVE",
        "true,  7, none, 61, -1,   true,  60,   EXPIRED",
        "true,  7, none, 61, 10,   true,  none, LIVE",
        "true,  7, none, 61, 10,   false, 60,   LIVE",
        "true,  7, none, 61, none, true,  60,   LIVE",
        "true,  6, 7,    60, 10,   true,  60,   PAST_MAX_TTL",
        "false, 6, none, 60, 10,   true,  60,   PAST_MAX_TTL",
    })
    void isTheWholeTruth(
            boolean active,
            long generation,
            String keptUnder,
            long ageMinutes,
            String expiresInMinutes,
            String autoRefresh,
            String maxTtlMinutes,
            SessionPolicy.State expected) {
        String maxTtl = maxTtlMinutes.equals("none") ? "none" : "PT" + maxTtlMinutes + "M";
        Map<String, String> settings = Map.of("AUTO_REFRESH", autoRefresh, "AUTO_REFRESH_MAX_TTL", maxTtl);
        SessionPolicy policy = new SessionPolicy(TokenSettings.from(new Variables(settings)));
        User user = user(active, keptUnder);
        Session session = session(generation, ageMinutes, minutes(expiresInMinutes));
        assertThat(policy.stateOf(user, session, NOW)).isEqualTo(expected);
        assertThat(policy.isLive(user, session, NOW)).isEqualTo(expected == SessionPolicy.State.LIVE);
    }

    /** One setting ends every session that was opened before a time; one that was opened at that very time goes on. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T09:55:00Z, true, LIVE",
        "2026-11-22T09:55:00.000001Z, true, ENDED",
        "2026-11-22T09:55:00.000001Z, false, ENDED",
        "none, true, LIVE",
    })
    void nothingOpenedBeforeLives(String notBefore, boolean active, SessionPolicy.State expected) {
        SessionPolicy policy =
                new SessionPolicy(TokenSettings.from(new Variables(Map.of("TOKENS_NOT_BEFORE", notBefore))));
        Session session = session(active ? 7 : 6, 5, Duration.ofMinutes(10));
        assertThat(policy.stateOf(user(active, "none"), session, NOW)).isEqualTo(expected);
    }

    /** Another session of an old generation is not the one that was kept. */
    @ParameterizedTest
    @CsvSource({"true, ENDED", "false, ENDED"})
    void onlyTheKeptSessionIsKept(boolean active, SessionPolicy.State expected) {
        User user = new User(
                1,
                "ada",
                "",
                null,
                active,
                7,
                new User.KeptSession(new TokenKey("0000000000000000"), 7),
                1,
                NOW,
                null,
                KnownSources.NONE,
                Security.INITIAL);
        SessionPolicy policy = new SessionPolicy(TokenSettings.from(new Variables(Map.of())));
        assertThat(policy.stateOf(user, session(5, 5, Duration.ofMinutes(10)), NOW))
                .isEqualTo(expected);
    }

    private static User user(boolean active, String keptUnder) {
        User.KeptSession kept =
                keptUnder.equals("none") ? null : new User.KeptSession(DIGEST.key(), Long.parseLong(keptUnder));
        return new User(1, "ada", "", null, active, 7, kept, 1, NOW, null, KnownSources.NONE, Security.INITIAL);
    }

    private static Session session(long generation, long ageMinutes, @Nullable Duration expiresIn) {
        Instant created = NOW.minus(Duration.ofMinutes(ageMinutes));
        Instant expiry = expiresIn == null ? null : NOW.plus(expiresIn);
        return new Session(1, DIGEST, generation, created, expiry, null, Session.Client.UNKNOWN);
    }

    private static @Nullable Duration minutes(String text) {
        return text.equals("none") ? null : Duration.ofMinutes(Long.parseLong(text));
    }
}
