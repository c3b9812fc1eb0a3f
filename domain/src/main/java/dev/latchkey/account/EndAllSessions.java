package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.UserStore;

/** Logging out everywhere: one write ends every session of a user. */
public final class EndAllSessions {
    private final UserStore users;

    /** Builds the use case. */
    public EndAllSessions(UserStore users) {
        this.users = users;
    }

    /**
     * Ends every session of a user.
     *
     * @return what happened, for the log
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public AccountEvent endAll(long userId) {
        users.endAllSessions(userId);
        return AccountEvent.of(AccountEvent.Kind.LOGGED_OUT_EVERYWHERE, userId);
    }
}
