package dev.latchkey.session;

import dev.latchkey.user.User;
import java.time.Instant;

/**
 * The one rule for whether a session is alive. Checks, lists, limits, password changes and operators all ask it.
 *
 * <p>A session is alive if it was not opened before all sessions were ended, before its expiry, before the longest life that refreshing may give it, while its user is active, and
 * under the user's current generation, or as the one session that the last password change kept.
 */
public final class SessionPolicy {
    private final TokenSettings settings;

    /** Builds the policy on the settings that bound a session's life. */
    public SessionPolicy(TokenSettings settings) {
        this.settings = settings;
    }

    /** What a stored session is at a moment. */
    public enum State {
        /** Its token is accepted. */
        LIVE,
        /** It is past its expiry. */
        EXPIRED,
        /** It is past the longest life that refreshing may give it ({@code AUTO_REFRESH_MAX_TTL}). */
        PAST_MAX_TTL,
        /**
         * It ended together with others: of its user by a log-out everywhere, a password change, a deactivation or the wish to be deleted, or of all users
         * because it was opened before {@code TOKENS_NOT_BEFORE}.
         */
        ENDED,
        /** It would be alive, but for the deactivation of its user. */
        USER_INACTIVE
    }

    /** Tells what a session of a user is at a moment; the expiry itself is past. */
    public State stateOf(User user, Session session, Instant now) {
        if (session.isExpired(now)) {
            return State.EXPIRED;
        }
        if (refreshes(session) && !now.isBefore(settings.latest(session.created()))) {
            return State.PAST_MAX_TTL;
        }
        if (isBeforeAll(session)) {
            return State.ENDED;
        }
        if (user.security().deletion() != null) {
            return State.ENDED;
        }
        if (!user.active()) {
            return isOf(user, user.generation() - 1, session) ? State.USER_INACTIVE : State.ENDED;
        }
        return isOf(user, user.generation(), session) ? State.LIVE : State.ENDED;
    }

    /** Tells whether a session of a user is alive at a moment. */
    public boolean isLive(User user, Session session, Instant now) {
        return stateOf(user, session, now) == State.LIVE;
    }

    /** Tells whether checks move the session's expiry. */
    public boolean refreshes(Session session) {
        return settings.autoRefresh() && session.expiry() != null;
    }

    private boolean isBeforeAll(Session session) {
        Instant notBefore = settings.notBefore().orElse(Instant.MIN);
        return session.created().isBefore(notBefore);
    }

    private static boolean isOf(User user, long generation, Session session) {
        User.KeptSession kept = user.kept();
        return session.generation() == generation
                || (kept != null
                        && kept.generation() == generation
                        && kept.key().equals(session.key()));
    }
}
