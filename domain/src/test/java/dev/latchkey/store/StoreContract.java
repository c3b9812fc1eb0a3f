package dev.latchkey.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of the three ports does, one call after the other; races have tests of their own. */
public abstract class StoreContract {
    /** In the future, because DynamoDB's emulator deletes what is over by the real time. */
    private static final Instant NOW = Instant.parse("2106-11-22T10:00:00.123456Z");

    private static final PasswordHash HASH = new PasswordHash("the-first-hash");
    private static final PasswordHash OTHER = new PasswordHash("another-hash");
    private static final Limits LIMITS = new Limits(3, 2, Duration.ofMinutes(15));

    private long nextId = 1L << 41;

    /** Returns the users of one set of empty stores, the same for a whole test. */
    protected abstract UserStore users();

    /** Returns the sessions of the same stores. */
    protected abstract SessionStore sessions();

    /** Returns the counted attempts of the same stores. */
    protected abstract AttemptStore attempts();

    @Test
    void aUserIsFoundByIdAndName() {
        User ada = create("ada");
        assertThat(users().find(ada.id())).contains(ada);
        assertThat(users().findByName("ada")).contains(ada);
        assertThat(users().isNameTaken("ada")).isTrue();
        assertThat(users().findByName("grace")).isEmpty();
        assertThat(users().isNameTaken("grace")).isFalse();
        assertThat(users().find(1)).isEmpty();
    }

    @Test
    void aNameAndAnIdAreGivenOnce() {
        User ada = create("ada");
        assertThat(users().create(user("ada"), "ada", null)).isEqualTo(CreateResult.NAME_TAKEN);
        User sameId = User.registered(ada.id(), "grace", "", null, NOW);
        assertThat(users().create(sameId, "grace", null)).isEqualTo(CreateResult.ID_TAKEN);
        assertThat(users().findByName("grace")).isEmpty();
        assertThat(users().create(ada, "ada", null)).as("the same again").isEqualTo(CreateResult.CREATED);
    }

    @Test
    void aUserIsCreatedWithTheFirstSession() {
        User ada = user("ada");
        Session session = session(ada, NOW);
        users().create(ada, "ada", session);
        assertThat(sessions().find(ada.id(), session.key())).isEqualTo(new SessionStore.SessionWithUser(session, ada));
    }

    @Test
    void aSessionIsOpenedUnderTheGenerationOfNow() {
        User seen = create("ada");
        users().endAllSessions(seen.id());
        Session session = session(seen, NOW);
        assertThat(sessions().open(seen, session, OTHER, null)).isEqualTo(OpenResult.OPENED);
        User now = reload(seen);
        assertThat(now.generation()).isEqualTo(seen.generation() + 1);
        assertThat(now.lastLogin()).isEqualTo(NOW);
        assertThat(now.sessionsOpened()).isEqualTo(seen.sessionsOpened() + 1);
        assertThat(now.passwordHash()).isEqualTo(OTHER);
        assertThat(sessions().find(seen.id(), session.key()).session())
                .isEqualTo(session.withGeneration(now.generation()));
    }

    @Test
    void noSessionIsOpenedForAUserWhoChanged() {
        User changed = create("changed");
        assertThat(users().changePassword(changed, OTHER, null)).isTrue();
        assertThat(sessions().open(changed, session(changed, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
        User inactive = create("inactive");
        users().setActive(inactive.id(), false);
        assertThat(sessions().open(inactive, session(inactive, NOW), null, null))
                .isEqualTo(OpenResult.USER_CHANGED);
        User nobody = user("nobody");
        assertThat(sessions().open(nobody, session(nobody, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
    }

    @Test
    void aLimitRefusesOrEndsTheOldest() {
        User ada = create("ada");
        Session first = open(ada, NOW);
        Session second = open(ada, NOW.plusSeconds(1));
        Session third = session(ada, NOW.plusSeconds(2));
        assertThat(sessions().open(reload(ada), third, null, new Limit(2, LimitPolicy.REJECT)))
                .isEqualTo(OpenResult.LIMIT_REACHED);
        assertThat(sessions().open(reload(ada), third, null, new Limit(2, LimitPolicy.EVICT_OLDEST)))
                .isEqualTo(OpenResult.OPENED);
        assertThat(keys(ada)).containsExactly(second.key().value(), third.key().value());
        assertThat(sessions().find(ada.id(), first.key()).session()).isNull();
    }

    /** A limit counts what a check accepts, and nothing else. */
    @Test
    void aLimitDoesNotCountWhatIsOver() {
        User ada = create("ada");
        open(ada, NOW.minus(Duration.ofHours(11)));
        open(ada, NOW);
        users().endAllSessions(ada.id());
        assertThat(sessions().open(reload(ada), session(ada, NOW), null, new Limit(1, LimitPolicy.REJECT)))
                .isEqualTo(OpenResult.OPENED);
    }

    @Test
    void aRefreshMovesWhatIsThereAndUnmoved() {
        User ada = create("ada");
        Session seen = open(ada, NOW);
        Instant later = NOW.plus(Duration.ofHours(11));
        assertThat(sessions().refresh(seen, later, NOW.plusSeconds(1))).isTrue();
        assertThat(sessions().refresh(seen, NOW, NOW)).as("moved meanwhile").isTrue();
        Session moved =
                Objects.requireNonNull(sessions().find(ada.id(), seen.key()).session());
        assertThat(moved.expiry()).isEqualTo(later);
        assertThat(moved.refreshed()).isEqualTo(NOW.plusSeconds(1));
        sessions().end(ada.id(), seen.key());
        assertThat(sessions().refresh(moved, later, NOW)).isFalse();
    }

    @Test
    void aSessionEndsOnce() {
        User ada = create("ada");
        Session session = open(ada, NOW);
        assertThat(sessions().end(ada.id(), session.key())).isTrue();
        assertThat(sessions().end(ada.id(), session.key())).isFalse();
        assertThat(sessions().list(ada.id())).isEmpty();
    }

    @Test
    void aPasswordChangesWhileTheUserIsAsSeen() {
        User seen = create("ada");
        Session kept = open(seen, NOW);
        assertThat(users().changePassword(seen, OTHER, kept.key())).isTrue();
        User now = reload(seen);
        assertThat(now.passwordHash()).isEqualTo(OTHER);
        assertThat(now.generation()).isEqualTo(seen.generation() + 1);
        assertThat(now.kept()).isEqualTo(new User.KeptSession(kept.key(), now.generation()));
        assertThat(users().changePassword(seen, new PasswordHash("a-third"), null))
                .isFalse();
        assertThat(users().changePassword(seen, OTHER, null))
                .as("its own success")
                .isTrue();
        assertThat(reload(seen).passwordHash()).isEqualTo(OTHER);
    }

    @Test
    void deactivatingAndActivatingEndEverySession() {
        User ada = create("ada");
        assertThat(users().setActive(ada.id(), false)).isTrue();
        assertThat(reload(ada).active()).isFalse();
        assertThat(users().setActive(ada.id(), true)).isTrue();
        assertThat(reload(ada).generation()).isEqualTo(ada.generation() + 2);
        assertThat(users().setActive(1, true)).isFalse();
        users().endAllSessions(1);
        assertThat(users().find(1)).isEmpty();
    }

    @Test
    void attemptsAreCountedUpToEitherLimit() {
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isEqualTo(new Refused(NOW.plus(LIMITS.window())));
        assertThat(count("192.0.2.1", "grace", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "edsger", NOW)).isInstanceOf(Refused.class);
        assertThat(count("192.0.2.2", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW.plus(LIMITS.window()))).isInstanceOf(Counted.class);
    }

    @Test
    void whatWasNoFailureIsTakenBack() {
        Counted first = (Counted) count("192.0.2.1", "ada", NOW);
        attempts().takeBack(first);
        count("192.0.2.1", "ada", NOW);
        Counted second = (Counted) count("192.0.2.1", "ada", NOW);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
        attempts().forgive(second);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
    }

    @Test
    void aSuccessClearsAWholeWindow() {
        count("192.0.2.1", "ada", NOW);
        count("192.0.2.1", "grace", NOW);
        Counted third = (Counted) count("192.0.2.1", "edsger", NOW);
        assertThat(count("192.0.2.1", "barbara", NOW)).isInstanceOf(Refused.class);
        attempts().clear(third);
        assertThat(((Counted) count("192.0.2.1", "ada", NOW)).ofSource()).isEqualTo(1);
        attempts().clear(third);
    }

    @Test
    void aSourceIsForgotten() {
        count("192.0.2.1", "ada", NOW);
        count("192.0.2.2", "ada", NOW);
        assertThat(attempts().forgetSource("login", "192.0.2.1")).isTrue();
        assertThat(attempts().forgetSource("login", "192.0.2.1")).isFalse();
        assertThat(((Counted) count("192.0.2.1", "ada", NOW)).ofSource()).isEqualTo(1);
        assertThat(((Counted) count("192.0.2.2", "ada", NOW)).ofSource()).isEqualTo(2);
    }

    @Test
    void placesAreStoredWithWhatMakesThemKnown() {
        User seen = create("ada");
        assertThat(seen.knownSources()).isEqualTo(KnownSources.NONE);
        KnownSources places = KnownSources.NONE.with(seen.id(), HASH, "192.0.2.1", NOW);
        sessions().open(seen, session(seen, NOW), null, null, places);
        assertThat(reload(seen).knownSources()).isEqualTo(places);
        sessions().open(reload(seen), session(seen, NOW), null, null);
        assertThat(reload(seen).knownSources()).as("left as they are").isEqualTo(places);
        KnownSources others = KnownSources.NONE.with(seen.id(), OTHER, "192.0.2.2", NOW);
        assertThat(users().changePassword(reload(seen), OTHER, null, others)).isTrue();
        assertThat(reload(seen).knownSources()).isEqualTo(others);
        assertThat(users().changePassword(reload(seen), HASH, null)).isTrue();
        assertThat(reload(seen).knownSources()).isEqualTo(KnownSources.NONE);
        User grace = user("grace").knowing("192.0.2.3", NOW);
        users().create(grace, "grace", null);
        assertThat(users().find(grace.id())).contains(grace);
    }

    @Test
    void anAccountIsForgottenFromEverySource() {
        for (String source : List.of("192.0.2.1", "192.0.2.2")) {
            count(source, "ada", NOW);
            count(source, "ada", NOW);
        }
        assertThat(attempts().forget("login", "ada")).isEqualTo(2);
        assertThat(attempts().forget("login", "ada")).isZero();
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
    }

    private AttemptStore.Decision count(String source, String account, Instant now) {
        return attempts().count(new Subject("login", source, account), LIMITS, now);
    }

    private User user(String name) {
        return User.registered(nextId++, name, name + "@example.com", HASH, NOW);
    }

    private User create(String name) {
        User user = user(name);
        assertThat(users().create(user, name, null)).isEqualTo(CreateResult.CREATED);
        return user;
    }

    private User reload(User user) {
        return users().find(user.id()).orElseThrow();
    }

    private Session open(User user, Instant created) {
        Session session = session(user, created);
        assertThat(sessions().open(reload(user), session, null, null)).isEqualTo(OpenResult.OPENED);
        return session.withGeneration(reload(user).generation());
    }

    private static Session session(User user, Instant created) {
        TokenDigest digest = TokenDigest.of(new TokenFormat("", false).create(user.id(), Randomness.SECURE));
        @Nullable Instant expiry = created.plus(Duration.ofHours(10));
        return new Session(
                user.id(), digest, user.generation(), created, expiry, null, new Session.Client("a test", "192.0.2.1"));
    }

    private List<String> keys(User user) {
        return sessions().list(user.id()).stream()
                .map(session -> session.key().value())
                .toList();
    }
}
