package dev.latchkey.account;

import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.SessionStore;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Listing a user's own live sessions. */
public final class ListSessions {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public ListSessions(SessionStore sessions, SessionPolicy policy, Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Returns the live sessions, oldest first.
     *
     * @param current the session that asks
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public List<Session> list(long userId, TokenKey current) {
        User user = sessions.find(userId, current).user();
        Instant now = clock.get();
        return sessions.list(userId).stream()
                .filter(session -> user != null && policy.isLive(user, session, now))
                .toList();
    }
}
