package dev.latchkey.proof;

import java.time.Duration;
import java.time.Instant;

/**
 * An authenticator app that is being set up. It gates nothing until a code of it has been seen.
 *
 * @param sealed the secret; there are no backup codes yet
 * @param incarnation the user's that it was made for
 * @param expiry the first instant at which it can no longer be confirmed
 */
public record PendingApp(Sealed sealed, long incarnation, Instant expiry) {
    /** How long there is to confirm. */
    public static final Duration LIFE = Duration.ofMinutes(10);
}
