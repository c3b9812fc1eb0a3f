package dev.latchkey.key;

import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored.
 *
 * @param userId the id of the user whose it is
 * @param digest the digest of the key's text
 * @param owner what its user was when it was made
 * @param name what its user calls it, 1 to 100 characters
 * @param scopes what it was made for; what it may do now {@link KeySettings#effective} says
 * @param created when, to the microsecond
 * @param expiry the first instant at which it is no longer valid
 * @param lastUsed when it was last used, an hour before at most, or null for never
 */
public record ApiKey(
        long userId,
        TokenDigest digest,
        Owner owner,
        String name,
        Scopes scopes,
        Instant created,
        Instant expiry,
        @Nullable Instant lastUsed) {
    /** So often the last use is written down. */
    public static final Duration USE_INTERVAL = Duration.ofHours(1);

    /**
     * What the user was when the key was made. A key is alive only while all of it is so.
     *
     * @param keyGeneration the generation of keys
     * @param incarnation what tells the user from another of the same id
     * @param kind a person or a service
     */
    public record Owner(long keyGeneration, long incarnation, Kind kind) {}

    /** Returns the key that names it. */
    public TokenKey key() {
        return digest.key();
    }

    /** Tells whether its use at a moment is to be written down. */
    public boolean isUseNews(Instant now) {
        return lastUsed == null || !now.isBefore(lastUsed.plus(USE_INTERVAL));
    }

    /** Returns the same key, used at a moment. */
    public ApiKey usedAt(Instant now) {
        return new ApiKey(userId, digest, owner, name, scopes, created, expiry, now);
    }
}
