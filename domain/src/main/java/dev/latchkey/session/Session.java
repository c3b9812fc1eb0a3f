package dev.latchkey.session;

import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored.
 *
 * @param userId the user's id
 * @param digest the digest of the token's text
 * @param generation the user's generation that it was made under; see {@link dev.latchkey.user.User}
 * @param created when, to the microsecond
 * @param expiry the first instant at which it is no longer valid, or null for never
 * @param refreshed when its expiry was last moved, or null for not yet
 * @param client the user agent and source address that logged in
 * @param authentication what the user has proved in it, or null where that is not known: it was imported, or opened by version 0.1
 */
public record Session(
        long userId,
        TokenDigest digest,
        long generation,
        Instant created,
        @Nullable Instant expiry,
        @Nullable Instant refreshed,
        Client client,
        @Nullable Authentication authentication) {

    /** A session of which it is not known what was proved. */
    public Session(
            long userId,
            TokenDigest digest,
            long generation,
            Instant created,
            @Nullable Instant expiry,
            @Nullable Instant refreshed,
            Client client) {
        this(userId, digest, generation, created, expiry, refreshed, client, null);
    }

    /**
     * Where a session was opened from.
     *
     * @param userAgent the User-Agent header, empty if there was none, at most 256 characters
     * @param sourceIp the address that API Gateway saw, empty if unknown
     */
    public record Client(String userAgent, String sourceIp) {
        private static final int MAX_CODE_POINTS = 256;

        /** No client: a session that was imported, or opened by an operator. */
        public static final Client UNKNOWN = new Client("", "");

        /** Cuts the user agent to the length that is stored. */
        public Client {
            userAgent = userAgent.codePointCount(0, userAgent.length()) <= MAX_CODE_POINTS
                    ? userAgent
                    : userAgent.substring(0, userAgent.offsetByCodePoints(0, MAX_CODE_POINTS));
        }
    }

    /** Returns the key that names this session. */
    public TokenKey key() {
        return digest.key();
    }

    /** Returns the same session under another generation of its user. */
    public Session withGeneration(long otherGeneration) {
        return new Session(userId, digest, otherGeneration, created, expiry, refreshed, client, authentication);
    }

    /** Tells whether the session is past its expiry; the expiry itself is past. Only a part of what {@link SessionPolicy} says. */
    public boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }

    /** Returns the expiry, if there is one. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(expiry);
    }
}
