package dev.latchkey.passkey;

import dev.latchkey.config.Randomness;
import dev.latchkey.passkey.Challenge.Purpose;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** Makes challenges, of 256 random bits. */
public final class Challenges {
    private static final int BYTES = 32;

    private final Randomness randomness;

    /** Builds them on a source of random numbers. */
    public Challenges(Randomness randomness) {
        this.randomness = randomness;
    }

    /**
     * A challenge that is not stored yet, with its bytes.
     *
     * @param bytes what an authenticator signs
     * @param challenge what is stored
     */
    public record NewChallenge(Octets bytes, Challenge challenge) {}

    /** Makes one that nobody in particular is to answer. */
    public NewChallenge forLogin(Instant now) {
        Octets bytes = bytes();
        return new NewChallenge(
                bytes, new Challenge(digest(bytes), Purpose.LOGIN, UserIds.NOBODY, 0, null, now.plus(Challenge.LIFE)));
    }

    /**
     * Makes one for the second step of a login. Whether there is such a login is not looked at: a challenge alone is worth nothing.
     *
     * @param step what the login's client presented
     */
    public NewChallenge forStep(PresentedToken.Native step, Instant now) {
        Octets bytes = bytes();
        return new NewChallenge(
                bytes,
                new Challenge(digest(bytes), Purpose.STEP, step.userId(), 0, step.digest(), now.plus(Challenge.LIFE)));
    }

    /** Makes one for a user who has logged in. */
    public NewChallenge forUser(Purpose purpose, User user, Instant now) {
        Octets bytes = bytes();
        return new NewChallenge(
                bytes,
                new Challenge(
                        digest(bytes),
                        purpose,
                        user.id(),
                        user.security().incarnation(),
                        null,
                        now.plus(Challenge.LIFE)));
    }

    /** Returns the digest under which a challenge is stored: SHA-256. */
    public static TokenDigest digest(Octets bytes) {
        try {
            return TokenDigest.stored(MessageDigest.getInstance("SHA-256").digest(bytes.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private Octets bytes() {
        return Octets.of(randomness.bytes(BYTES));
    }
}
