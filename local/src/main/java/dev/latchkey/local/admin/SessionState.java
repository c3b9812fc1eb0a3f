package dev.latchkey.local.admin;

import dev.latchkey.session.Session;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Locale;

/** Whether a stored session can be used. */
enum SessionState {
    /** It can. */
    LIVE,
    /** It is past its expiry. */
    EXPIRED,
    /** It was ended together with others: by logging out everywhere, a new password, or a deactivation. */
    ENDED;

    static SessionState of(User user, Session token, Instant now) {
        if (!user.active() || !user.admits(token)) {
            return ENDED;
        }
        return token.isExpired(now) ? EXPIRED : LIVE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
