package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.TokenSettings.LimitPolicy;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.Principal;
import dev.latchkey.store.CountedCalls;
import dev.latchkey.store.Site;
import dev.latchkey.store.Site.Drafted;
import dev.latchkey.store.TokenStore.Opened;
import dev.latchkey.token.Token;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class AuthenticatorTest {
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
    void tellsWhoIsCalling() throws AuthenticationException {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        Drafted session = site.draft(user, Instant.parse("2106-11-22T20:00:00.000001Z"));
        site.open(user, session, null);
        assertThat(site.check(session.text()))
                .isEqualTo(new Principal(
                        user.id(), "alice", "alice@example.com", session.token().key(), "2106-11-22T20:00:00.000001Z"));
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
                "Token x",
                "Token \u00e9\u00e9",
                "Token AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-F",
                "Token 9944B09199C62BCF9418AD846DD0E4BBDFC6EE4B9836F45E23A3450123456789",
                "Token AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-",
                "Token AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E=",
                "Token AAEfcfsEy+1BsRNEtCBihYY9x/caiIYjqMqrdeO7jGKbB8Cvg7Hc0B/E"
            })
    void refusesAWrongFormWithoutTouchingTheStore(String header) {
        CountedCalls calls = new CountedCalls();
        TestTables tables = TestTables.create();
        Site site = new Site(Map.of(), tables, calls.client(tables.client()));
        assertThat(site.refusal(header)).isEqualTo("Invalid token.");
        assertThat(calls.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', Authentication credentials were not provided.",
                "Bearer abc, Authentication credentials were not provided.",
                "Tokenabc, Authentication credentials were not provided.",
                "Token, Invalid token header. No credentials provided.",
                "'  tOKEN  ', Invalid token header. No credentials provided.",
                "Token a b, Invalid token header. Token string should not contain spaces.",
            })
    void readsTheHeaderAsKnoxDoes(String header, String detail) {
        assertThat(new Site(Map.of()).refusal(header)).isEqualTo(detail);
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
        assertThat(site.refusal("Token " + session.text().reveal())).isEqualTo("Invalid token.");
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
        assertThat(site.refusal("Token " + token.reveal())).isEqualTo("User inactive or deleted.");
        assertThat(site.refusal("Token " + before.reveal())).isEqualTo("Invalid token.");
        site.users().setActive(user.id(), true);
        assertThat(site.refusal("Token " + token.reveal())).isEqualTo("Invalid token.");
    }

    @Test
    void opensNoSessionForAUserWhoChangedSinceTheLookUp() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        site.users().changePassword(user, new PasswordHash("second"), null);
        assertThat(site.open(user, site.draft(user), null)).isEqualTo(Opened.USER_CHANGED);
        site.users().setActive(user.id(), false);
        assertThat(site.open(site.reload(user), site.draft(user), null)).isEqualTo(Opened.USER_CHANGED);
        assertThat(site.tokens().list(user.id())).isEmpty();
    }

    @Test
    void countsNeitherExpiredNorEndedSessionsTowardsTheLimitButThoseThatNeverExpire() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        var limit = Site.limit(2, LimitPolicy.REJECT);
        Drafted expiring = site.draft(user, site.now().plusSeconds(1));
        assertThat(site.open(user, expiring, limit)).isEqualTo(Opened.OPENED);
        Drafted forever = site.draft(user, null);
        assertThat(site.open(site.reload(user), forever, limit)).isEqualTo(Opened.OPENED);
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(Opened.LIMIT_REACHED);
        site.passes(Duration.ofSeconds(1));
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(Opened.OPENED);
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(Opened.LIMIT_REACHED);
        site.users().endAllSessions(user.id());
        assertThat(site.open(site.reload(user), site.draft(user), limit)).isEqualTo(Opened.OPENED);
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
                .extracting(Token::key)
                .containsExactly(second.token().key(), third.token().key());
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
        List<Token> before = site.tokens().list(user.id());
        Drafted newest = site.draft(user);
        assertThat(site.open(site.reload(user), newest, Site.limit(3, LimitPolicy.EVICT_OLDEST)))
                .isEqualTo(Opened.OPENED);
        assertThat(site.live(user))
                .extracting(Token::key)
                .containsExactlyInAnyOrder(
                        before.get(148).key(),
                        before.get(149).key(),
                        newest.token().key());
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
                .isEqualTo(Opened.OPENED);
        assertThat(site.live(user)).hasSize(1);
    }

    @Test
    void movesTheExpiryOfATokenInUse() throws AuthenticationException {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        TokenText token = site.logIn(user).orElseThrow();
        site.passes(Duration.ofHours(9));
        assertThat(site.check(token).expiry()).isEqualTo(Expiry.text(site.now().plus(Duration.ofHours(10))));
        Token stored = site.tokens().list(user.id()).get(0);
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
    void refreshesNoTokenPastItsLongestLife() throws AuthenticationException {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        Instant created = site.now();
        TokenText token = site.logIn(user).orElseThrow();
        for (int hours = 9; hours <= 18; hours += 9) {
            site.passes(Duration.ofHours(9));
            site.check(token);
        }
        assertThat(site.check(token).expiry()).isEqualTo(Expiry.text(created.plus(Duration.ofHours(24))));
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
    void neitherRefreshesNorEndsATokenThatNeverExpires() throws AuthenticationException {
        Site site = new Site(REFRESH);
        User user = site.register("alice");
        Drafted forever = site.draft(user, null);
        site.open(user, forever, null);
        site.passes(Duration.ofDays(1_000));
        assertThat(site.check(forever.text()).expiry()).isEmpty();
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
