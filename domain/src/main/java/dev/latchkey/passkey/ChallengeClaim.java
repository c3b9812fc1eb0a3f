package dev.latchkey.passkey;

import dev.latchkey.token.TokenDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a challenge must have been made for, for its answer to count. The write that the answer allows compares it, and ends the challenge.
 *
 * @param digest the digest of the bytes that were signed
 * @param purpose what the answer is presented for
 * @param userId by whom, or {@link dev.latchkey.user.UserIds#NOBODY} for a login without a password
 * @param incarnation the user's, or 0
 * @param step the login that goes on, or null
 * @param now when
 */
public record ChallengeClaim(
        TokenDigest digest,
        Challenge.Purpose purpose,
        long userId,
        long incarnation,
        @Nullable TokenDigest step,
        Instant now) {}
