package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.SessionStore;
import dev.latchkey.token.TokenKey;
import java.util.Optional;

/** Ending one session of one's own: the one that asks, or another by its key. */
public final class EndSession {
    private final SessionStore sessions;

    /** Builds the use case. */
    public EndSession(SessionStore sessions) {
        this.sessions = sessions;
    }

    /**
     * Ends the session that asks.
     *
     * @return what happened, for the log
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public AccountEvent logOut(long userId, TokenKey key) {
        sessions.end(userId, key);
        return AccountEvent.of(AccountEvent.Kind.LOGGED_OUT, userId);
    }

    /**
     * Ends a session by its key.
     *
     * <p>It is looked for first: a deletion whose answer was lost finds nothing when it is tried again.
     *
     * @return what happened, for the log, or nothing if the user has no such session
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public Optional<AccountEvent> revoke(long userId, TokenKey key) {
        if (sessions.find(userId, key).session() == null) {
            return Optional.empty();
        }
        sessions.end(userId, key);
        return Optional.of(new AccountEvent(AccountEvent.Kind.REVOKED, userId, key.value()));
    }
}
