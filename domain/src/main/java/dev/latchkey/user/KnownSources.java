package dev.latchkey.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places from which a user logged in lately. Guesses at the account from elsewhere do not keep the user out there.
 *
 * <p>A place is kept as a digest that is keyed with the password's stored hash. So a new password forgets every place, without a
 * write of its own, and nobody reads an address off the table.
 *
 * @param lastSeen when a session was last opened from a place, by the place's digest; {@link #MAX} at most
 */
public record KnownSources(Map<String, Instant> lastSeen) {
    /** How many places are remembered. */
    public static final int MAX = 8;

    /** How long a place is remembered. */
    public static final Duration LIFE = Duration.ofDays(30);

    /** No place. */
    public static final KnownSources NONE = new KnownSources(Map.of());

    private static final int DIGEST_BYTES = 12;

    /** Copies the map. */
    public KnownSources {
        lastSeen = Map.copyOf(lastSeen);
    }

    /** Tells whether a session was opened from a place lately. */
    public boolean contains(long userId, PasswordHash hash, String source, Instant now) {
        return lastSeen(userId, hash, source)
                .filter(seen -> seen.plus(LIFE).isAfter(now))
                .isPresent();
    }

    /** Returns when a session was last opened from a place. */
    public Optional<Instant> lastSeen(long userId, PasswordHash hash, String source) {
        return Optional.ofNullable(lastSeen.get(digest(userId, hash, source)));
    }

    /** Returns the places after a session was opened from one; the one that was seen longest ago makes room. */
    public KnownSources with(long userId, PasswordHash hash, String source, Instant now) {
        Map<String, Instant> places = new HashMap<>(lastSeen);
        places.values().removeIf(seen -> !seen.plus(LIFE).isAfter(now));
        String place = digest(userId, hash, source);
        places.remove(place);
        while (places.size() >= MAX) {
            places.remove(places.entrySet().stream()
                    .min(Comparator.comparing(Map.Entry<String, Instant>::getValue)
                            .thenComparing(Map.Entry::getKey))
                    .orElseThrow()
                    .getKey());
        }
        places.put(place, now);
        return new KnownSources(places);
    }

    private static String digest(long userId, PasswordHash hash, String source) {
        String text = hash.encoded() + "\n" + userId + "\n" + source;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
