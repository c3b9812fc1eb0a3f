package dev.latchkey.user;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How many stored passwords are hashed in which way, where they are not all hashed as new ones are.
 *
 * <p>A wrong password for an imported user takes as long as the imported hash. A name that nobody has must not stand out by taking
 * another time, so each such name is given one of the ways, by their share, and the same one each time. Which one is decided by a
 * key that only the tables hold. As users log in and their hashes are replaced, names move to the current way in the same
 * proportion, and none moves back.
 */
public final class HashCensus {
    /** Nothing was counted: every hash is taken for one of the current way. */
    public static final HashCensus NONE = new HashCensus(new byte[0], List.of());

    private final byte[] key;
    private final List<Share> shares;

    /**
     * The users whose passwords are hashed in one way.
     *
     * @param way a hash of the same algorithm and cost that no password has
     * @param counted how many users had one when they were counted
     * @param left how many of these have not had theirs replaced since
     */
    public record Share(PasswordHash way, long counted, long left) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Share {
            if (counted < 0 || left < 0) {
                throw new IllegalArgumentException("nobody counts " + counted + " and " + left);
            }
        }
    }

    /**
     * Puts a census together.
     *
     * @param key what decides which name is given which way
     * @param shares the ways, in any order
     */
    public HashCensus(byte[] key, List<Share> shares) {
        this.key = key.clone();
        List<Share> sorted = new ArrayList<>(shares);
        sorted.sort(Comparator.comparing(share -> share.way().encoded()));
        this.shares = List.copyOf(sorted);
    }

    /** Returns the ways and their users. */
    public List<Share> shares() {
        return shares;
    }

    /** Returns the hash that is computed for a name that nobody has, or null for one of the current way. */
    public @Nullable PasswordHash forNobody(String nameKey) {
        long all = shares.stream().mapToLong(Share::counted).sum();
        if (all == 0) {
            return null;
        }
        double place = fraction(nameKey) * all;
        for (Share share : shares) {
            if (place < share.counted()) {
                // The part of a share that was replaced is its end, so that it grows over names and never gives one
                // back.
                return place < share.left() ? share.way() : null;
            }
            place -= share.counted();
        }
        return null;
    }

    /** Returns a number from 0 to below 1 that is the same for a name each time. */
    private double fraction(String nameKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            long bits = ByteBuffer.wrap(mac.doFinal(nameKey.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
            return (bits >>> 11) * 0x1.0p-53;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
