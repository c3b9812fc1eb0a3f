package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.Site.Drafted;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold when things happen at once, by many rounds of it against DynamoDB Local. */
public class StoreRaceTest {
    private final Race race = new Race();

    @AfterEach
    void close() {
        race.close();
    }

    @Test
    void logoutHoldsOnTheVeryNextCheck() {
        Site site = new Site(Map.of());
        User user = site.register("alice");
        for (int i = 0; i < 1_000; i++) {
            TokenText token = site.logIn(user).orElseThrow();
            assertThat(site.isLive(token)).isTrue();
            assertThat(site.sessions().end(user.id(), keyOf(token))).isTrue();
            assertThat(site.isLive(token)).as("round %d", i).isFalse();
        }
    }

    @Test
    void oneOfTwentyRegistrationsOfANameGoesThrough() throws Exception {
        Site site = new Site(Map.of());
        for (int round = 0; round < 20; round++) {
            String name = "name" + round;
            List<Callable<CreateResult>> tasks = Collections.nCopies(20, () -> {
                User user = User.registered(UserIds.random(Randomness.SECURE), name, "", Site.HASH, site.now());
                return site.users().create(user, name, site.draft(user).session());
            });
            List<CreateResult> results = race.run(tasks);
            assertThat(Collections.frequency(results, CreateResult.CREATED)).isEqualTo(1);
            assertThat(Collections.frequency(results, CreateResult.NAME_TAKEN)).isEqualTo(19);
        }
    }

    @ParameterizedTest
    @EnumSource(LimitPolicy.class)
    void sixteenLoginsAtOnceNeverExceedALimitOfTwo(LimitPolicy policy) throws Exception {
        Site site = new Site(Map.of());
        int gaveUp = 0;
        for (int round = 0; round < 50; round++) {
            User user = site.register("limited" + round);
            List<Callable<String>> tasks = Collections.nCopies(16, () -> openOrGiveUp(site, user, policy));
            List<String> results = race.run(tasks);
            int opened = Collections.frequency(results, OpenResult.OPENED.name());
            gaveUp += Collections.frequency(results, "CONTENDED");
            assertThat(opened).as("round %d", round).isPositive();
            assertThat(site.live(user)).as("round %d", round).hasSize(Math.min(2, opened));
            if (policy == LimitPolicy.REJECT) {
                assertThat(opened).isLessThanOrEqualTo(2);
            }
        }
        assertThat(gaveUp).as("of 800 logins, those that never had their turn").isLessThan(80);
    }

    /** On a busy machine a login may lose so often against the others that it never has its turn: then it is not in. */
    private static String openOrGiveUp(Site site, User user, LimitPolicy policy) {
        try {
            return site.open(user, site.draft(user), Site.limit(2, policy)).name();
        } catch (ContentionException e) {
            return "CONTENDED";
        }
    }

    @Test
    void aRefreshCannotBringBackATokenThatLogsOutMeanwhile() throws Exception {
        Site site = new Site(Map.of("AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0"));
        User user = site.register("alice");
        for (int round = 0; round < 200; round++) {
            TokenText token = site.logIn(user).orElseThrow();
            site.passes(Duration.ofMinutes(1));
            List<Callable<Boolean>> tasks = new ArrayList<>(Collections.nCopies(20, () -> site.isLive(token)));
            tasks.add(() -> site.sessions().end(user.id(), keyOf(token)));
            race.run(tasks);
            assertThat(site.isLive(token)).as("round %d", round).isFalse();
            assertThat(site.sessions().list(user.id())).isEmpty();
        }
    }

    @Test
    void aRefreshCannotExceedTheLimitWithATokenThatExpiresMeanwhile() throws Exception {
        Site site = new Site(Map.of("AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0", "TOKEN_TTL", "10"));
        for (int round = 0; round < 50; round++) {
            User user = site.register("user" + round);
            Drafted old = site.draft(user, site.now().plusSeconds(10));
            site.open(user, old, Site.limit(1, LimitPolicy.REJECT));
            Session stored = site.sessions().list(user.id()).get(0);
            site.passes(Duration.ofSeconds(10));
            // A check that read the token just before its expiry refreshes it just after.
            List<Callable<Boolean>> tasks = List.of(
                    () -> site.sessions().refresh(stored, site.now().plusSeconds(10), site.now()),
                    () -> site.open(user, site.draft(user), Site.limit(1, LimitPolicy.REJECT)) == OpenResult.OPENED);
            race.run(tasks);
            assertThat(site.live(user)).as("round %d", round).hasSize(1);
        }
    }

    @RepeatedTest(2)
    void aLoginBesideADeactivationLeavesNoLiveToken() throws Exception {
        Site site = new Site(Map.of());
        for (int round = 0; round < 50; round++) {
            User user = site.register("user" + round);
            List<Callable<Optional<TokenText>>> tasks = new ArrayList<>(Collections.nCopies(4, () -> site.logIn(user)));
            tasks.add(() -> {
                site.users().setActive(user.id(), false);
                return Optional.empty();
            });
            List<Optional<TokenText>> results = race.run(tasks);
            results.forEach(token -> assertThat(token.filter(site::isLive)).isEmpty());
            site.users().setActive(user.id(), true);
            results.forEach(token -> assertThat(token.filter(site::isLive)).isEmpty());
        }
    }

    @Test
    void aLoginBesideAPasswordChangeLeavesNoLiveTokenOfTheOldPassword() throws Exception {
        Site site = new Site(Map.of());
        for (int round = 0; round < 100; round++) {
            User user = site.register("user" + round);
            TokenText kept = site.logIn(user).orElseThrow();
            User seen = site.reload(user);
            List<Callable<Optional<TokenText>>> tasks = new ArrayList<>(Collections.nCopies(4, () -> site.logIn(seen)));
            tasks.add(() -> {
                assertThat(site.users().changePassword(seen, new PasswordHash("second"), keyOf(kept)))
                        .isTrue();
                return Optional.empty();
            });
            race.run(tasks)
                    .forEach(token -> assertThat(token.filter(site::isLive)).isEmpty());
            assertThat(site.isLive(kept)).isTrue();
            assertThat(site.live(user)).hasSize(1);
        }
    }

    @Test
    void ofTwoPasswordChangesAtOnceOneWins() throws Exception {
        Site site = new Site(Map.of());
        for (int round = 0; round < 50; round++) {
            User user = site.register("user" + round);
            List<Callable<Boolean>> tasks = List.of(
                    () -> site.users().changePassword(user, new PasswordHash("one"), null),
                    () -> site.users().changePassword(user, new PasswordHash("two"), null));
            assertThat(race.run(tasks)).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void aRehashCannotUndoAPasswordChange() throws Exception {
        Site site = new Site(Map.of());
        for (int round = 0; round < 100; round++) {
            User user = site.register("user" + round);
            List<Callable<Object>> tasks = List.of(
                    () -> site.sessions().open(user, site.draft(user).session(), new PasswordHash("rehashed"), null),
                    () -> site.users().changePassword(user, new PasswordHash("changed"), null));
            List<Object> results = race.run(tasks);
            assertThat(site.reload(user).passwordHash())
                    .isEqualTo(new PasswordHash(results.get(1).equals(true) ? "changed" : "rehashed"));
            assertThat(results).containsAnyOf(true, OpenResult.OPENED);
        }
    }

    private static TokenKey keyOf(TokenText token) {
        return TokenDigest.of(token).key();
    }
}
