package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.dynamodb.Site.Drafted;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class CheckTokenTest {
    private static final Map<String, String> REFRESH = Map.of(
            "AUTO_REFRESH",
            "true",
            "TOKEN_TTL",
            "PT10H",
            "AUTO_REFRESH_MAX_TTL",
            "PT24H",
            "MIN_REFRESH_INTERVAL",
            "60");

    @Test
    void tellsWhoIsCalling() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        Drafted session = site.draft(user, Instant.parse("2106-11-22T20:00:00.000001Z"));
        site.open(user, session, null);
        assertThat(site.check(session.text())).isInstanceOfSatisfying(CheckToken.Result.Accepted.class, accepted -> {
            assertThat(accepted.user().id()).isEqualTo(user.id());
            assertThat(accepted.session().key()).isEqualTo(session.session().key());
            assertThat(accepted.expiry()).isEqualTo("2106-11-22T20:00:00.000001Z");
        });
    }

    @Test
    void checksATokenInOneRoundTrip() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site site = new Site(Map.of(), tables, calls.client(tables.client()));
        TokenText token = site.logIn(site.register("alice")).orElseThrow();
        calls.take();
        assertThat(site.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\u00e9\u00e9",
                "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-F",
                "9944B09199C62BCF9418AD846DD0E4BBDFC6EE4B9836F45E23A3450123456789",
                "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-",
                "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E=",
                "AAEfcfsEy+1BsRNEtCBihYY9x/caiIYjqMqrdeO7jGKbB8Cvg7Hc0B/E"
            })
    void refusesAWrongFormWithoutTouchingTheStore(String text) {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site site = new Site(Map.of(), tables, calls.client(tables.client()));
        assertThat(site.isInvalid(text)).isTrue();
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void refusesATokenAtItsExpiryAndNotBefore() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        Drafted session = site.draft(user, site.now().plusSeconds(10));
        site.open(user, session, null);
        site.passes(Duration.ofSeconds(10).minusNanos(1_000));
        assertThat(site.isLive(session.text())).isTrue();
        site.passes(Duration.ofNanos(1_000));
        assertThat(site.check(session.text())).isInstanceOf(CheckToken.Result.Invalid.class);
    }

    @Test
    void endsEverySessionInOneWriteHoweverManyThereAre() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site site = new Site(Map.of(), tables, calls.client(tables.client()));
        User user = site.register("alice");
        List<TokenText> sessions = List.of(
                site.logIn(user).orElseThrow(),
                site.logIn(user).orElseThrow(),
                site.logIn(user).orElseThrow());
        calls.take();
        site.users().endAllSessions(user.id());
        assertThat(calls.take()).containsExactly("UpdateItem");
        assertThat(sessions).noneMatch(site::isLive);
        assertThat(site.logIn(site.reload(user)).filter(site::isLive)).isPresent();
    }

    @Test
    void keepsTheSessionThatChangedThePasswordThroughThatChangeAlone() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        TokenText kept = site.logIn(user).orElseThrow();
        TokenText other = site.logIn(user).orElseThrow();
        site.users()
                .changePassword(
                        site.reload(user),
                        new PasswordHash("second"),
                        TokenDigest.of(kept).key());
        assertThat(site.isLive(kept)).isTrue();
        assertThat(site.isLive(other)).isFalse();

        site.users()
                .changePassword(
                        site.reload(user),
                        new PasswordHash("third"),
                        TokenDigest.of(kept).key());
        assertThat(site.isLive(kept)).isTrue();

        site.users().endAllSessions(user.id());
        assertThat(site.isLive(kept)).isFalse();
    }

    @Test
    void tellsOfAnInactiveUserOnlyToWhoeverWasLoggedInThen() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        TokenText before = site.logIn(user).orElseThrow();
        site.users().endAllSessions(user.id());
        TokenText token = site.logIn(site.reload(user)).orElseThrow();
        site.users().setActive(user.id(), false);
        assertThat(site.check(token)).isInstanceOf(CheckToken.Result.UserInactive.class);
        assertThat(site.check(before)).isInstanceOf(CheckToken.Result.Invalid.class);
        site.users().setActive(user.id(), true);
        assertThat(site.check(token)).isInstanceOf(CheckToken.Result.Invalid.class);
    }

    @Test
    void opensNoSessionForAUserWhoChangedSinceTheLookUp() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        site.users().changePassword(user, new PasswordHash("second"), null);
        assertThat(site.open(user, site.draft(user), null)).isEqualTo(OpenResult.USER_CHANGED);
        site.users().setActive(user.id(), false);
        assertThat(site.open(site.reload(user), site.draft(user), null)).isEqualTo(OpenResult.USER_CHANGED);
        assertThat(site.sessions().list(user.id())).isEmpty();
    }

    @Test
    void countsNeitherExpiredNorEndedSessionsTowardsTheLimitButThoseThatNeverExpire() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        var limit = Site.limit(2, LimitPolicy.REJECT);
        Drafted expiring = site.draft(user, site.now().plusSeconds(1));
        assertThat(site.open(user, expiring, limit)).isEqualTo(OpenResult.OPENED);
        Drafted forever = site.draft(user, null);
        assertThat(site.open(site.reload(user), forever, limit)).isEqualTo(OpenResult.OPENED);
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(OpenResult.LIMIT_REACHED);
        site.passes(Duration.ofSeconds(1));
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(OpenResult.OPENED);
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(OpenResult.LIMIT_REACHED);
        site.users().endAllSessions(user.id());
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(OpenResult.OPENED);
    }

    @Test
    void evictsTheOldestSessionWhereThatIsThePolicy() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        var limit = Site.limit(2, LimitPolicy.EVICT_OLDEST);
        Drafted first = site.draft(user);
        site.open(user, first, limit);
        site.passes(Duration.ofSeconds(1));
        Drafted second = site.draft(user);
        site.open(site.reload(user), second, limit);
        site.passes(Duration.ofSeconds(1));
        Drafted third = site.draft(user);
        site.open(site.reload(user), third, limit);
        assertThat(site.live(user))
                .extracting(Session::key)
                .containsExactly(second.session().key(), third.session().key());
        assertThat(site.isLive(first.text())).isFalse();
    }

    /** More than a transaction can hold: the limit may be younger than the sessions. */
    @Test
    void evictsHoweverManySessionsThereAre() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        for (int i = 0; i < 150; i++) {
            site.passes(Duration.ofSeconds(1));
            site.open(user, site.draft(user), null);
        }
        List<Session> before = site.sessions().list(user.id());
        Drafted newest = site.draft(user);
        assertThat(site.open(site.reload(user), newest, Site.limit(3, LimitPolicy.EVICT_OLDEST)))
                .isEqualTo(OpenResult.OPENED);
        assertThat(site.live(user))
                .extracting(Session::key)
                .containsExactlyInAnyOrder(
                        before.get(148).key(),
                        before.get(149).key(),
                        newest.session().key());
    }

    @Test
    void opensASessionHoweverManyHaveExpiredJustNow() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        for (int i = 0; i < 150; i++) {
            site.open(user, site.draft(user, site.now().plusSeconds(1)), null);
        }
        site.passes(Duration.ofSeconds(1));
        assertThat(site.open(site.reload(user), site.draft(user), Site.limit(1, LimitPolicy.REJECT)))
                .isEqualTo(OpenResult.OPENED);
        assertThat(site.live(user)).hasSize(1);
    }

    @Test
    void movesTheExpiryOfATokenInUse() {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        TokenText token = site.logIn(user).orElseThrow();
        site.passes(Duration.ofHours(9));
        assertThat(site.checkedExpiry(token)).isEqualTo(site.now().plus(Duration.ofHours(10)));
        Session stored = site.sessions().list(user.id()).get(0);
        assertThat(stored.expiry()).isEqualTo(site.now().plus(Duration.ofHours(10)));
        assertThat(stored.refreshed()).isEqualTo(site.now());
    }

    @Test
    void writesNothingWithinTheLeastInterval() {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site site = new Site(REFRESH, tables, calls.client(tables.client()));
        TokenText token = site.logIn(site.register("alice")).orElseThrow();
        site.passes(Duration.ofSeconds(60));
        calls.take();
        assertThat(site.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem");
        site.passes(Duration.ofNanos(1_000));
        assertThat(site.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem", "UpdateItem");
    }

    @Test
    void refreshesNoTokenPastItsLongestLife() {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        Instant created = site.now();
        TokenText token = site.logIn(user).orElseThrow();
        for (int hours = 9; hours <= 18; hours += 9) {
            site.passes(Duration.ofHours(9));
            site.check(token);
        }
        assertThat(site.checkedExpiry(token)).isEqualTo(created.plus(Duration.ofHours(24)));
        site.passes(Duration.ofHours(6));
        assertThat(site.isLive(token)).isFalse();
    }

    @Test
    void refusesATokenPastItsLongestLifeEvenIfItsOwnExpiryIsLater() {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        Drafted session = site.draft(user, site.now().plus(Duration.ofHours(31)));
        site.open(user, session, null);
        site.passes(Duration.ofHours(24).minusSeconds(1));
        assertThat(site.isLive(session.text())).isTrue();
        site.passes(Duration.ofSeconds(1));
        assertThat(site.isLive(session.text())).isFalse();
    }

    @Test
    void neitherRefreshesNorEndsATokenThatNeverExpires() {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        Drafted forever = site.draft(user, null);
        site.open(user, forever, null);
        site.passes(Duration.ofDays(1_000));
        assertThat(site.checkedExpiry(forever.text())).isNull();
    }

    @Test
    void keepsTheExpiryAndTheTtlAttributeTogether() {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        TokenText token = site.logIn(user).orElseThrow();
        site.passes(Duration.ofHours(1));
        site.isLive(token);
        var item = site.client()
                .scan(scan -> scan.tableName(site.environment().variables().required("TOKENS_TABLE")))
                .items()
                .get(0);
        Instant expiry = site.now().plus(Duration.ofHours(10));
        assertThat(item)
                .containsEntry("ttl", AttributeValue.fromN(Long.toString(expiry.getEpochSecond() + 1)))
                .containsEntry("expiry", AttributeValue.fromN(expiry.getEpochSecond() + "123456"));
    }
}
