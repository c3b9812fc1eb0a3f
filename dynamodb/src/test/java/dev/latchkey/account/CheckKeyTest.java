package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.key.NewKey;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Keys against DynamoDB Local; {@code -Drounds=1000} has more rounds of races than a build has time for. */
public class CheckKeyTest {
    private static final Map<String, String> KEYS = Map.of("KEY_SCOPES", "orders.read,orders.write@role:staff");

    private final Site site = new Site(KEYS);

    @Test
    void tellsWhoseItIsAndWhatItMayDo() {
        User ada = site.register("ada");
        NewKey made = site.key(ada, "orders.read", "orders.write");
        assertThat(made.text().reveal()).startsWith("lkkey_").hasSize(62);
        assertThat(site.check(made.text())).isInstanceOfSatisfying(CheckToken.Result.AcceptedKey.class, accepted -> {
            assertThat(accepted.user()).isEqualTo(ada);
            assertThat(accepted.key()).isEqualTo(made.key());
            assertThat(accepted.scopes()).hasToString("orders.read");
        });
    }

    @Test
    void isNoTokenOfASessionNorTheOtherWayRound() {
        User ada = site.register("ada");
        TokenText token = site.logIn(ada).orElseThrow();
        NewKey key = site.key(site.reload(ada), "orders.read");
        assertThat(site.isLive(key.text())).isFalse();
        assertThat(site.isKey(token)).isFalse();
        assertThat(site.isInvalid("lkkey_" + token.reveal())).isTrue();
        assertThat(site.isInvalid(key.text().reveal().substring("lkkey_".length())))
                .isTrue();
        assertThat(site.live(ada)).hasSize(1);
    }

    @Test
    void isNothingWhereThereAreNoKeys() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site withKeys = new Site(KEYS, tables, null);
        TokenText key = withKeys.key(withKeys.register("ada"), "orders.read").text();
        Site without = new Site(Map.of(), tables, calls.client(tables.client()));
        assertThat(without.isInvalid(key.reveal())).isTrue();
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void anotherPrefixReadsNothing() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        TokenText key = new Site(KEYS, tables, null)
                .key(new Site(KEYS, tables, null).register("ada"), "orders.read")
                .text();
        Site other = new Site(
                Map.of("KEY_SCOPES", "orders.read", "KEY_PREFIX", "acme_"), tables, calls.client(tables.client()));
        assertThat(other.isInvalid(key.reveal())).isTrue();
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void outlivesNewPasswordsAndLogOutsAndNoDeactivation() {
        User ada = site.register("ada");
        TokenText key = site.key(ada, "orders.read").text();
        site.users().changePassword(ada, new PasswordHash("another"), null);
        site.users().endAllSessions(ada.id());
        assertThat(site.isKey(key)).isTrue();
        site.users().setActive(ada.id(), false);
        assertThat(site.check(key)).isInstanceOf(CheckToken.Result.UserInactive.class);
        site.users().setActive(ada.id(), true);
        assertThat(site.check(key)).isInstanceOf(CheckToken.Result.Invalid.class);
    }

    /** Neither is the use of a key noted, nor the expiry of a session moved, where a use would do both. */
    @Test
    void lookingAtATokenForSomebodyElseWritesNothing() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site refreshing = new Site(
                Map.of("KEY_SCOPES", "a", "AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0"),
                tables,
                calls.client(tables.client()));
        User ada = refreshing.register("ada");
        TokenText key = refreshing.key(ada, "a").text();
        TokenText token = refreshing.logIn(ada).orElseThrow();
        refreshing.passes(Duration.ofMinutes(5));
        calls.take();
        assertThat(refreshing.inspect(key)).isInstanceOf(CheckToken.Result.AcceptedKey.class);
        assertThat(refreshing.inspect(token)).isInstanceOf(CheckToken.Result.Accepted.class);
        assertThat(calls.take()).containsExactly("BatchGetItem", "BatchGetItem");
        assertThat(refreshing.isKey(key)).isTrue();
        assertThat(refreshing.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem", "UpdateItem", "BatchGetItem", "UpdateItem");
    }

    @Test
    void endsAtItsExpiry() {
        TokenText key = site.key(site.register("ada"), "orders.read").text();
        site.passes(Duration.ofHours(1).minusNanos(1_000));
        assertThat(site.isKey(key)).isTrue();
        site.passes(Duration.ofNanos(1_000));
        assertThat(site.check(key)).isInstanceOf(CheckToken.Result.Invalid.class);
    }

    /** Checks run beside it, each of which may write the use down: none of them accepts the key after it was revoked. */
    @Test
    void isRefusedOnTheNextRequestOnceItIsRevoked() throws Exception {
        int rounds = Integer.getInteger("rounds", 10);
        for (int round = 0; round < rounds; round++) {
            User ada = site.register("ada" + round);
            NewKey one = site.key(ada, "orders.read");
            NewKey other = site.key(ada, "orders.read");
            boolean all = round % 2 == 1;
            Callable<Boolean> check = () -> site.isKey(one.text());
            Callable<Boolean> revoke = () -> {
                if (all) {
                    site.keys().revokeAll(ada.id());
                } else {
                    site.keys().revoke(ada.id(), one.key().key());
                }
                return site.isKey(one.text());
            };
            try (Race race = new Race()) {
                assertThat(race.run(List.of(check, check, revoke, check)).get(2))
                        .isFalse();
            }
            assertThat(site.isInvalid(one.text().reveal())).isTrue();
            assertThat(site.isKey(other.text())).isEqualTo(!all);
        }
    }
}
