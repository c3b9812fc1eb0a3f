package dev.latchkey.cli.tokens;

import dev.latchkey.token.Token;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Locale;

/** Whether a stored session can be used. */
public enum SessionState {
    /** It can. */
    LIVE,
    /** It is past its expiry. */
    EXPIRED,
    /** It was ended together with others: by logging out everywhere, a new password, or a deactivation. */
    ENDED;

    /** Returns the state that a user's session has at a time. */
    public static SessionState of(User user, Token token, Instant now) {
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
