package dev.latchkey.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Kind;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    @Test
    void withoutAScopeThereAreNoKeys() {
        assertThat(KeySettings.from(new Variables(Map.of()))).isEmpty();
        assertThat(KeySettings.from(new Variables(Map.of("KEY_SCOPES", "")))).isEmpty();
    }

    @Test
    void readsScopesAndTheRolesThatTheyAskFor() {
        KeySettings settings = settings(Map.of("KEY_SCOPES", "orders.read,orders.write@role:staff,a:b-c_d"));
        assertThat(settings.offered()).isEqualTo(Map.of("orders.read", "", "orders.write", "staff", "a:b-c_d", ""));
        assertThat(settings.prefix()).isEqualTo("lkkey_");
        assertThat(settings.latest(NOW)).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Orders",
                "orders read",
                "a,",
                ",",
                "a,a",
                "a@role:",
                "a@staff",
                "a@role:Staff",
                "session",
                "deny",
                "any",
                "role:staff",
                "fresh:600",
                "\u00e4"
            })
    void refusesScopesThatCannotBe(String text) {
        assertThatThrownBy(() -> settings(Map.of("KEY_SCOPES", text)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("KEY_SCOPES ");
    }

    @Test
    void refusesTooManyAndTooLong() {
        String fifty = IntStream.range(0, 50).mapToObj(i -> "s" + i).collect(Collectors.joining(","));
        assertThat(settings(Map.of("KEY_SCOPES", fifty)).offered()).hasSize(50);
        assertThatThrownBy(() -> settings(Map.of("KEY_SCOPES", fifty + ",more")))
                .hasMessage("KEY_SCOPES must be at most 50 scopes");
        assertThat(Scope.isValid("s".repeat(64))).isTrue();
        assertThat(Scope.isValid("s".repeat(65))).isFalse();
        String long_ = IntStream.range(0, 16)
                .mapToObj(i -> (char) ('a' + i) + "s".repeat(63))
                .collect(Collectors.joining(","));
        assertThatThrownBy(() -> settings(Map.of("KEY_SCOPES", long_)))
                .hasMessage("KEY_SCOPES must have at most 1000 characters");
    }

    @ParameterizedTest
    @CsvSource({"lk_,lk_", "lk_,lk_key_", "lk_key_,lk_", "l,lkkey_"})
    void refusesPrefixesThatBeginEachOther(String tokens, String keys) {
        assertThatThrownBy(() -> settings(Map.of("KEY_SCOPES", "a", "TOKEN_PREFIX", tokens, "KEY_PREFIX", keys)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("KEY_PREFIX must neither begin with TOKEN_PREFIX nor be what it begins with");
    }

    @Test
    void takesPrefixesThatDiffer() {
        assertThat(settings(Map.of("KEY_SCOPES", "a", "TOKEN_PREFIX", "lk_", "KEY_PREFIX", "lkk_"))
                        .prefix())
                .isEqualTo("lkk_");
    }

    @ParameterizedTest
    @CsvSource({"KEY_PREFIX,a b", "KEY_PREFIX,abcdefghijk", "KEY_MAX_TTL,0", "KEY_MAX_TTL,none"})
    void refusesOtherSettingsEvenWhereThereAreNoKeys(String name, String value) {
        assertThatThrownBy(() -> KeySettings.from(new Variables(Map.of(name, value))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(name + " ");
    }

    @Test
    void aKeyMayDoWhatItsUserMayNow() {
        KeySettings settings = settings(Map.of("KEY_SCOPES", "read,write@role:staff,introspect"));
        User ada = user(Kind.PERSON, Set.of());
        ApiKey key = key(settings, ada, "read", "write", "introspect", "gone");
        assertThat(settings.effective(ada, key)).isEqualTo(Scopes.of(List.of("read")));
        User staff = user(Kind.PERSON, Set.of("staff", "staffer"));
        assertThat(settings.effective(staff, key).names()).containsExactly("read", "write");
        User robot = user(Kind.SERVICE, Set.of("staf"));
        assertThat(settings.effective(robot, key).names()).containsExactly("introspect", "read");
        assertThat(settings.allows(staff, new Scope("rea"))).isFalse();
    }

    @Test
    void aKeysLifeHasALongestAndAnEnd() {
        KeySettings settings = settings(Map.of("KEY_SCOPES", "a", "KEY_MAX_TTL", "PT1H"));
        KeyIssuer issuer = new KeyIssuer(settings, Randomness.SECURE);
        User ada = user(Kind.PERSON, Set.of());
        assertThat(issuer.issue(ada, "n", Scopes.NONE, NOW.plusSeconds(3600), NOW)
                        .key()
                        .expiry())
                .isEqualTo(NOW.plusSeconds(3600));
        assertThatThrownBy(() -> issuer.issue(ada, "n", Scopes.NONE, NOW.plusSeconds(3601), NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer.issue(ada, "n", Scopes.NONE, NOW, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scopesAreWrittenAndReadInOneOrder() {
        Scopes scopes = Scopes.of(List.of("b", "a", "b"));
        assertThat(scopes).hasToString("a b");
        assertThat(Scopes.parse("b a")).isEqualTo(scopes).hasSameHashCodeAs(scopes);
        assertThat(Scopes.parse("")).isEqualTo(Scopes.NONE);
        assertThatThrownBy(() -> Scopes.parse("a  b")).isInstanceOf(IllegalArgumentException.class);
    }

    private static KeySettings settings(Map<String, String> variables) {
        return KeySettings.from(new Variables(new HashMap<>(variables))).orElseThrow();
    }

    private static User user(Kind kind, Set<String> roles) {
        return User.registered(7, "ada", "", null, NOW)
                .with(Security.ofNewUser(kind, Randomness.NONE).withRoles(roles));
    }

    private static ApiKey key(KeySettings settings, User user, String... scopes) {
        ApiKey.Owner owner = new ApiKey.Owner(0, 0, user.security().kind());
        return new ApiKey(
                user.id(),
                TokenDigest.of(settings.format().create(user.id(), Randomness.SECURE)),
                owner,
                "n",
                Scopes.of(List.of(scopes)),
                NOW,
                NOW.plusSeconds(60),
                null);
    }
}
