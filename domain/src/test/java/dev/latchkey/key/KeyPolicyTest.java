package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.key.KeyPolicy.State;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Kind;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");
    private static final KeySettings SETTINGS = settings(Map.of("KEY_SCOPES", "a"));

    private final KeyPolicy policy = new KeyPolicy(SETTINGS);

    @Test
    void holdsUntilItsExpiryAndNotAtIt() {
        ApiKey key = key(3, 5, Kind.PERSON);
        User ada = user(true, 3, 5, Kind.PERSON);
        assertThat(policy.isLive(ada, key, key.expiry().minusNanos(1))).isTrue();
        assertThat(policy.stateOf(ada, key, key.expiry())).isEqualTo(State.EXPIRED);
        KeyPolicy shorter = new KeyPolicy(settings(Map.of("KEY_SCOPES", "a", "KEY_MAX_TTL", "60")));
        assertThat(shorter.stateOf(ada, key, NOW.plusSeconds(59))).isEqualTo(State.LIVE);
        assertThat(shorter.stateOf(ada, key, NOW.plusSeconds(60))).isEqualTo(State.EXPIRED);
    }

    @Test
    void holdsForTheSameUserAlone() {
        ApiKey key = key(3, 5, Kind.PERSON);
        assertThat(state(user(true, 3, 5, Kind.PERSON), key)).isEqualTo(State.LIVE);
        assertThat(state(user(true, 4, 5, Kind.PERSON), key)).isEqualTo(State.ENDED);
        assertThat(state(user(true, 2, 5, Kind.PERSON), key)).isEqualTo(State.ENDED);
        assertThat(state(user(true, 3, 6, Kind.PERSON), key)).isEqualTo(State.ENDED);
        assertThat(state(user(true, 3, 5, Kind.SERVICE), key)).isEqualTo(State.ENDED);
        User deleting = user(true, 3, 5, Kind.PERSON);
        assertThat(state(deleting.with(deleting.security().deleting(NOW)), key)).isEqualTo(State.ENDED);
    }

    @Test
    void tellsAUserWhoIsOffFromAKeyThatEndedBefore() {
        ApiKey key = key(3, 5, Kind.PERSON);
        assertThat(state(user(false, 4, 5, Kind.PERSON), key)).isEqualTo(State.USER_INACTIVE);
        assertThat(state(user(false, 3, 5, Kind.PERSON), key)).isEqualTo(State.USER_INACTIVE);
        assertThat(state(user(false, 5, 5, Kind.PERSON), key)).isEqualTo(State.ENDED);
    }

    @Test
    void endsWithEverythingThatIsOlderThanASetMoment() {
        KeyPolicy after =
                new KeyPolicy(settings(Map.of("KEY_SCOPES", "a", "TOKENS_NOT_BEFORE", "2026-11-28T09:00:00.000001Z")));
        assertThat(after.stateOf(user(true, 3, 5, Kind.PERSON), key(3, 5, Kind.PERSON), NOW))
                .isEqualTo(State.ENDED);
    }

    private State state(User user, ApiKey key) {
        return policy.stateOf(user, key, NOW);
    }

    private static KeySettings settings(Map<String, String> variables) {
        return KeySettings.from(new Variables(variables)).orElseThrow();
    }

    private static User user(boolean active, long keyGeneration, long incarnation, Kind kind) {
        User user = User.imported(7, "ada", "", null, active, NOW, null);
        return user.with(new Security(0, keyGeneration, incarnation, kind, false, Set.of()));
    }

    private static ApiKey key(long keyGeneration, long incarnation, Kind kind) {
        return new ApiKey(
                7,
                TokenDigest.of(SETTINGS.format().create(7, Randomness.NONE)),
                new ApiKey.Owner(keyGeneration, incarnation, kind),
                "n",
                Scopes.NONE,
                NOW,
                NOW.plus(Duration.ofDays(1)),
                null);
    }
}
