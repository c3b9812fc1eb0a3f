package dev.latchkey.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.store.KeyStore.KeyWithUser;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Kind;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every store of keys does, one call after the other; races have tests of their own. */
public abstract class KeyStoreContract {
    /** In the future, because DynamoDB's emulator deletes what is over by the real time. */
    private static final Instant NOW = Instant.parse("2106-11-22T10:00:00.123456Z");

    private static final PasswordHash HASH = new PasswordHash("the-first-hash");
    private static final KeySettings SETTINGS = KeySettings.from(new Variables(Map.of("KEY_SCOPES", "a.read,a.write")))
            .orElseThrow();
    private static final KeyIssuer ISSUER = new KeyIssuer(SETTINGS, Randomness.SECURE);
    private static final TokenKey NO_KEY = new TokenKey("0123456789abcdef");

    /** Returns the keys of one set of empty stores, the same for a whole test. */
    protected abstract KeyStore keys();

    /** Returns the users of the same stores. */
    protected abstract UserStore users();

    /** Returns the sessions of the same stores. */
    protected abstract SessionStore sessions();

    /** Returns the deletions of the same stores. */
    protected abstract DeletionStore deletions();

    @Test
    void aKeyIsFoundWithItsUserAsItWasStored() {
        User ada = create("ada");
        ApiKey key = issue(ada, NOW).key();
        assertThat(keys().find(ada.id(), key.key())).isEqualTo(new KeyWithUser(null, ada));
        assertThat(keys().create(ada, key, List.of())).isTrue();
        assertThat(keys().find(ada.id(), key.key())).isEqualTo(new KeyWithUser(key, ada));
        assertThat(keys().find(ada.id(), NO_KEY)).isEqualTo(new KeyWithUser(null, ada));
        assertThat(keys().find(UserIds.NOBODY, key.key())).isEqualTo(new KeyWithUser(null, null));
    }

    @Test
    void aKeyOfAServiceWithRolesIsReadBack() {
        User robot = User.registered(UserIds.random(Randomness.SECURE), "robot", "", null, NOW)
                .with(Security.ofNewUser(Kind.SERVICE, Randomness.SECURE).withRoles(Set.of("staff", "billing")));
        users().create(robot, "robot", null);
        assertThat(reload(robot)).isEqualTo(robot);
        ApiKey key = issue(robot, NOW).key();
        assertThat(keys().create(robot, key, List.of())).isTrue();
        assertThat(keys().find(robot.id(), key.key()).key()).isEqualTo(key);
        assertThat(key.owner().kind()).isEqualTo(Kind.SERVICE);
    }

    @Test
    void noKeyIsStoredForAUserWhoHasChanged() {
        List<Function<User, User>> changes = List.of(
                user -> {
                    users().endAllSessions(user.id());
                    return user;
                },
                user -> {
                    users().setActive(user.id(), false);
                    return user;
                },
                user -> {
                    keys().revokeAll(user.id());
                    return user;
                },
                user -> user.with(user.security().verified()),
                user -> user.with(Security.ofNewUser(Randomness.SECURE)));
        for (int i = 0; i < changes.size(); i++) {
            User ada = create("ada" + i);
            User seen = changes.get(i).apply(ada);
            ApiKey key = issue(seen, NOW).key();
            assertThat(keys().create(seen, key, List.of())).as("change " + i).isFalse();
            assertThat(keys().list(ada.id())).isEmpty();
        }
        User nobody = User.registered(UserIds.random(Randomness.SECURE), "nobody", "", HASH, NOW);
        assertThat(keys().create(nobody, issue(nobody, NOW).key(), List.of())).isFalse();
    }

    @Test
    void keysAreListedOldestFirstAndAreNoSessions() {
        User ada = create("ada");
        User bob = create("bob");
        ApiKey second = issue(ada, NOW).key();
        ApiKey first = issue(ada, NOW.minusSeconds(1)).key();
        ApiKey other = issue(bob, NOW).key();
        assertThat(keys().create(ada, second, List.of())).isTrue();
        assertThat(keys().create(ada, first, List.of())).isTrue();
        assertThat(keys().create(bob, other, List.of())).isTrue();
        assertThat(keys().list(ada.id())).containsExactly(first, second);
        assertThat(keys().list(bob.id())).containsExactly(other);
        assertThat(sessions().list(ada.id())).isEmpty();
        assertThat(sessions().find(ada.id(), first.key()).session()).isNull();
        assertThat(sessions().end(ada.id(), first.key())).isFalse();
        assertThat(keys().list(ada.id())).containsExactly(first, second);
    }

    @Test
    void aKeyIsRevokedOnceAndByItsUserAlone() {
        User ada = create("ada");
        ApiKey key = issue(ada, NOW).key();
        keys().create(ada, key, List.of());
        assertThat(keys().revoke(create("bob").id(), key.key())).isFalse();
        assertThat(keys().revoke(ada.id(), key.key())).isTrue();
        assertThat(keys().revoke(ada.id(), key.key())).isFalse();
        assertThat(keys().list(ada.id())).isEmpty();
    }

    @Test
    void allKeysEndByTheUsersGenerationOfKeysAlone() {
        User ada = create("ada");
        keys().revokeAll(ada.id());
        assertThat(reload(ada)).isEqualTo(ada.with(ada.security().withoutKeys()));
        keys().revokeAll(UserIds.NOBODY);
        assertThat(users().find(UserIds.NOBODY)).isEmpty();
    }

    @Test
    void deactivationEndsKeysInTheSameWriteAndActivationDoesNot() {
        User ada = create("ada");
        users().setActive(ada.id(), false);
        User off = reload(ada);
        assertThat(off.generation()).isEqualTo(ada.generation() + 1);
        assertThat(off.security().keyGeneration()).isEqualTo(1);
        users().setActive(ada.id(), true);
        assertThat(reload(ada).security().keyGeneration()).isEqualTo(1);
        assertThat(reload(ada).generation()).isEqualTo(ada.generation() + 2);
    }

    @Test
    void aNewPasswordAndALogOutEverywhereLeaveKeys() {
        User ada = create("ada");
        assertThat(users().changePassword(ada, new PasswordHash("another"), null))
                .isTrue();
        users().endAllSessions(ada.id());
        assertThat(reload(ada).security().keyGeneration()).isZero();
    }

    @Test
    void aUseIsWrittenDownOnceAndBringsNoKeyBack() {
        User ada = create("ada");
        ApiKey key = issue(ada, NOW).key();
        keys().create(ada, key, List.of());
        keys().used(key, NOW);
        assertThat(keys().find(ada.id(), key.key()).key()).isEqualTo(key.usedAt(NOW));
        keys().used(key, NOW.plusSeconds(1));
        assertThat(keys().find(ada.id(), key.key()).key())
                .as("another was first")
                .isEqualTo(key.usedAt(NOW));
        keys().used(key.usedAt(NOW), NOW.plusSeconds(2));
        assertThat(keys().find(ada.id(), key.key()).key()).isEqualTo(key.usedAt(NOW.plusSeconds(2)));
        keys().revoke(ada.id(), key.key());
        keys().used(key, NOW);
        assertThat(keys().list(ada.id())).isEmpty();
    }

    @Test
    void whatIsKeptOfADeletedUserHasNoKeys() {
        User ada = create("ada");
        keys().create(ada, issue(ada, NOW).key(), List.of());
        deletions().sweep(ada);
        assertThat(keys().list(ada.id())).isEmpty();
    }

    private User create(String name) {
        User user = User.registered(UserIds.random(Randomness.SECURE), name, "", HASH, NOW)
                .with(Security.ofNewUser(Randomness.SECURE));
        users().create(user, name, null);
        return user;
    }

    private User reload(User user) {
        return users().find(user.id()).orElseThrow();
    }

    private static NewKey issue(User user, Instant now) {
        return ISSUER.issue(
                user, "for a test", Scopes.of(Set.of("a.write", "a.read")), now.plus(Duration.ofDays(1)), now);
    }
}
