package dev.latchkey.passkey;

import dev.latchkey.token.TokenDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A challenge as it is stored: under the digest of the bytes that an authenticator signs, for one purpose, once.
 *
 * @param digest the digest of the bytes
 * @param purpose what its answer may do, and nothing else
 * @param userId whose it is, or {@link dev.latchkey.user.UserIds#NOBODY} before anybody has logged in
 * @param incarnation the user's, or 0
 * @param step the login that goes on with its answer, or null
 * @param expiry the first instant at which it is over
 */
public record Challenge(
        TokenDigest digest,
        Purpose purpose,
        long userId,
        long incarnation,
        @Nullable TokenDigest step,
        Instant expiry) {
    /** How long there is for the answer. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** What an answer may do. */
    public enum Purpose {
        /** Add a passkey. */
        REGISTER,
        /** Log in without a password. */
        LOGIN,
        /** Take the second step of a login. */
        STEP,
        /** Prove in a session who one is. */
        PROVE;

        /** Returns the name that is stored. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads a stored name.
         *
         * @throws IllegalArgumentException if there is no such purpose
         */
        public static Purpose of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** Tells whether an answer may be used for what it is presented for. */
    public boolean allows(ChallengeClaim claim) {
        return digest.equals(claim.digest())
                && purpose == claim.purpose()
                && userId == claim.userId()
                && incarnation == claim.incarnation()
                && Objects.equals(step, claim.step())
                && expiry.isAfter(claim.now());
    }
}
