package dev.latchkey.proof;

import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;

/**
 * A login between password and proof, as it is stored: under the digest of a token that its client has. It is no session.
 *
 * @param userId whose login it is
 * @param digest the token's
 * @param generation the user's when the password was right: log-out-all, a new password and a deactivation end the step
 * @param epoch the user's security epoch then: so does any change of what must be proved
 * @param incarnation the user's
 * @param expiry the first instant at which it is over
 */
public record Step(long userId, TokenDigest digest, long generation, long epoch, long incarnation, Instant expiry) {
    /** How long there is for the proof. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** How many codes may be tried in one step, whatever their form. */
    public static final int TRIES = 5;

    /** Tells whether the user is as when the password was right, but perhaps for what must be proved. */
    public boolean isOf(User user) {
        return user.isOpen()
                && user.generation() == generation
                && user.security().incarnation() == incarnation
                && user.security().kind() == Kind.PERSON;
    }

    /** Tells whether what must be proved is the same as when the password was right. */
    public boolean hasEpochOf(User user) {
        return user.security().epoch() == epoch;
    }
}
