package dev.latchkey.cli.tokens;

import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Locale;

/** Whether a stored session can be used. */
public enum SessionState {
    /** It can. */
    LIVE,
    /** It is past its expiry, or past the longest life that refreshing may give it. */
    EXPIRED,
    /** It was ended together with others: by logging out everywhere, a new password, or a deactivation. */
    ENDED;

    /** Returns the state that a user's session has at a time. */
    public static SessionState of(SessionPolicy policy, User user, Session session, Instant now) {
        return switch (policy.stateOf(user, session, now)) {
            case LIVE -> LIVE;
            case EXPIRED, PAST_MAX_TTL -> EXPIRED;
            case ENDED, USER_INACTIVE -> ENDED;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
