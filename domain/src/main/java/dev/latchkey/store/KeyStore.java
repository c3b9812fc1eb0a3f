package dev.latchkey.store;

import dev.latchkey.key.ApiKey;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API keys by user and key, apart from sessions: nothing that lists, limits or ends sessions ever meets one. Every read is strongly
 * consistent, and every method but {@link #used} may throw {@link StoreUnavailableException}.
 */
public interface KeyStore {
    /**
     * A key and its user, as one read found them.
     *
     * @param key null if there is none
     * @param user null if there is none
     */
    record KeyWithUser(@Nullable ApiKey key, @Nullable User user) {}

    /** Reads a key and its user in one round trip. */
    KeyWithUser find(long userId, TokenKey key);

    /**
     * Stores a key, if its user is still as seen: active, and of the same generations, epoch and incarnation.
     *
     * @param seen the user as read before the key was made
     * @param events what is written with it
     * @return whether it is stored
     */
    boolean create(User seen, ApiKey key, List<OutboxEvent> events);

    /** Writes down that a key was used, unless another request has; whatever goes wrong with it is ignored. */
    void used(ApiKey seen, Instant now);

    /**
     * Ends a key for good.
     *
     * @return whether it was there
     */
    boolean revoke(long userId, TokenKey key);

    /** Ends every key of a user in one write, and no session; does nothing where there is no such user. */
    void revokeAll(long userId);

    /** Lists a user's stored keys, the dead ones among them, oldest first. */
    List<ApiKey> list(long userId);
}
