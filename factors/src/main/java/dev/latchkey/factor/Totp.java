package dev.latchkey.factor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that change with time (RFC 6238), of thirty seconds each.
 *
 * <p>Codes use HMAC-SHA-1 and six digits, the defaults of RFC 6238, because every app supports them.
 */
final class Totp {
    /** How long a step lasts (RFC 6238 section 4.1, X). */
    static final int STEP_SECONDS = 30;

    /** How many bytes a secret has: as many as a hash (RFC 4226 section 4, R6), and 32 signs of base32. */
    static final int SECRET_BYTES = 20;

    private static final int DIGITS = 6;

    private Totp() {}

    /** Returns the step that a moment is in, counted from 1970. */
    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    /** Returns the code of a step. */
    static String code(byte[] secret, long step) {
        return code("HmacSHA1", secret, step, DIGITS);
    }

    /**
     * Returns a code by any hash and of any length that RFC 6238 has.
     *
     * @param algorithm {@code HmacSHA1}, {@code HmacSHA256} or {@code HmacSHA512}
     * @param digits 6 to 8
     */
    static String code(String algorithm, byte[] secret, long step, int digits) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            ByteBuffer hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array()));
            // Dynamic truncation (RFC 4226 section 5.3): the last four bits say where the number begins.
            int number = hash.getInt(hash.get(hash.capacity() - 1) & 0xf) & Integer.MAX_VALUE;
            String all = String.format(Locale.ROOT, "%010d", number);
            return all.substring(all.length() - digits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
