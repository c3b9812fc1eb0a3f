package dev.latchkey.account;

import dev.latchkey.key.ApiKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.ImportedToken;
import dev.latchkey.store.SessionStore.SessionWithUser;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checking a token, and moving its session's expiry where that is switched on and due.
 *
 * <p>One read fetches session and user together; a token of a form that nobody issued costs no read at all.
 */
public final class CheckToken {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final TokenSettings settings;
    private final TokenFormat format;
    private final Supplier<Instant> clock;
    private final @Nullable CheckKey keys;

    /** Builds the use case where there are no keys; the clock tells the time to the microsecond. */
    public CheckToken(SessionStore sessions, TokenSettings settings, Supplier<Instant> clock) {
        this(sessions, settings, null, clock);
    }

    /**
     * Builds the use case.
     *
     * @param keys checks keys, or null where there are none
     * @param clock tells the time to the microsecond
     */
    public CheckToken(SessionStore sessions, TokenSettings settings, @Nullable CheckKey keys, Supplier<Instant> clock) {
        this.keys = keys;
        this.sessions = sessions;
        this.policy = new SessionPolicy(settings);
        this.settings = settings;
        this.format = new TokenFormat(settings.prefix(), settings.imported());
        this.clock = clock;
    }

    /** How a check ends. */
    public sealed interface Result {
        /**
         * The token is accepted.
         *
         * @param user whose it is
         * @param session its session
         * @param expiry when the session ends, after this check, or null for never
         */
        record Accepted(
                User user, Session session, @Nullable Instant expiry) implements Result {}

        /**
         * The key is accepted. Keys are no sessions: whoever takes them has to say so.
         *
         * @param user whose it is
         * @param key the key
         * @param scopes what it may be used for now
         */
        record AcceptedKey(User user, ApiKey key, Scopes scopes) implements Result {}

        /** The token is of no known form, of nobody, or its session is over. */
        record Invalid() implements Result {}

        /** The token would be accepted, but for the deactivation of its user. */
        record UserInactive() implements Result {}
    }

    /**
     * Checks a token.
     *
     * @param text the text that was presented, of any form
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the expiry could not be moved beside other writes
     */
    public Result check(String text) {
        return check(text, true);
    }

    /**
     * Looks at a token for somebody else, and writes nothing: no expiry is moved, and no use of a key is noted.
     *
     * @param text the text that was presented, of any form
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result inspect(String text) {
        return check(text, false);
    }

    private Result check(String text, boolean isUse) {
        if (keys != null && keys.read(text) instanceof PresentedToken.Native key) {
            return keys.check(key, isUse);
        }
        PresentedToken presented = format.read(text);
        if (presented instanceof PresentedToken.Native own) {
            return check(own.userId(), own.digest(), isUse);
        }
        if (presented instanceof PresentedToken.Imported imported) {
            Optional<ImportedToken> found = sessions.findImported(imported.digests())
                    .or(() -> imported.rarer().isEmpty() ? Optional.empty() : sessions.findImported(imported.rarer()));
            if (found.isPresent()) {
                return check(found.get().userId(), found.get().digest(), isUse);
            }
        }
        return new Result.Invalid();
    }

    private Result check(long userId, TokenDigest digest, boolean isUse) {
        SessionWithUser found = sessions.find(userId, digest.key());
        Session session = found.session();
        User user = found.user();
        if (session == null || user == null || !session.digest().equals(digest)) {
            return new Result.Invalid();
        }
        Instant now = clock.get();
        return switch (policy.stateOf(user, session, now)) {
            case LIVE -> isUse ? refresh(user, session, now) : new Result.Accepted(user, session, session.expiry());
            case USER_INACTIVE -> new Result.UserInactive();
            case EXPIRED, PAST_MAX_TTL, ENDED -> new Result.Invalid();
        };
    }

    /** Moves the expiry where it would move by more than the least interval (knox/auth.py, {@code renew_token}). */
    private Result refresh(User user, Session session, Instant now) {
        Instant current = session.expiry();
        Optional<Duration> ttl = settings.ttl();
        if (current == null || ttl.isEmpty() || !policy.refreshes(session)) {
            return new Result.Accepted(user, session, current);
        }
        Instant wanted = earlier(now.plus(ttl.get()), settings.latest(session.created()));
        if (Duration.between(current, wanted).compareTo(settings.minRefreshInterval()) <= 0) {
            return new Result.Accepted(user, session, current);
        }
        return sessions.refresh(session, wanted, now)
                ? new Result.Accepted(user, session, wanted)
                : new Result.Invalid();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
