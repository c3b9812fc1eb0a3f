package dev.latchkey.passwords;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.time.Deadline;
import dev.latchkey.time.Timings;
import dev.latchkey.user.Password;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes Argon2id hashes in PHC string format, and verifies these and the hashes that Django stores.
 *
 * <p>Safe for use by several threads. Holds nothing random: see {@link Randomness} on salts and snapshots.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2Parameters current;
    private final Argon2 argon2;
    private final StoredHashes storedHashes;
    private final Randomness randomness;

    /**
     * Makes a hasher.
     *
     * @param current the cost of new hashes, and of the hash that is computed where there is none to verify
     * @throws IllegalArgumentException if the memory does not fit into half of the largest heap that the JVM may have
     */
    public PasswordHasher(Argon2Parameters current) {
        this(current, Argon2.BOUNCY_CASTLE, Heap.ofThisJvm(), Randomness.SECURE);
    }

    /**
     * Makes a hasher of the cost that the settings {@code ARGON2_MEMORY_KIB}, {@code ARGON2_ITERATIONS} and {@code
     * ARGON2_PARALLELISM} ask for.
     *
     * @throws InvalidSettingException if one cannot be used; the message names it
     */
    public static PasswordHasher from(Environment environment) {
        Variables variables = environment.variables();
        Argon2Parameters standard = Argon2Parameters.DEFAULT;
        int memory = variables.integer("ARGON2_MEMORY_KIB", standard.memoryKib(), 8, Argon2Parameters.MAX_MEMORY_KIB);
        int iterations =
                variables.integer("ARGON2_ITERATIONS", standard.iterations(), 1, Argon2Parameters.MAX_ITERATIONS);
        int parallelism =
                variables.integer("ARGON2_PARALLELISM", standard.parallelism(), 1, Argon2Parameters.MAX_PARALLELISM);
        try {
            Argon2Parameters parameters = new Argon2Parameters(memory, iterations, parallelism);
            return new PasswordHasher(parameters, Argon2.BOUNCY_CASTLE, Heap.ofThisJvm(), environment.randomness());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("ARGON2_MEMORY_KIB", "cannot be used: " + e.getMessage());
        }
    }

    PasswordHasher(Argon2Parameters current, Argon2 argon2, Heap heap, Randomness randomness) {
        if (!heap.canHold(current.memoryKib())) {
            throw new IllegalArgumentException("ARGON2_MEMORY_KIB must be at most half of the heap, %d KiB, but is %d"
                    .formatted(heap.availableKib(), current.memoryKib()));
        }
        this.current = current;
        this.argon2 = argon2;
        this.randomness = randomness;
        this.storedHashes = new StoredHashes(argon2, heap);
    }

    /**
     * Hashes a password under a new salt.
     *
     * @return the hash as it is to be stored
     * @throws IllegalArgumentException if the password has a lone surrogate, which input validation refuses
     */
    public String hash(Password password) {
        if (!password.isWellFormed()) {
            throw new IllegalArgumentException("a password with a lone surrogate has no UTF-8");
        }
        byte[] salt = randomness.bytes(SALT_BYTES);
        return encode(salt, compute(password, salt));
    }

    /**
     * Tells whether a password is the one that was hashed.
     *
     * <p>Never throws: what was stored is not trusted. Where there is nothing to verify (null, a hash that is empty,
     * unusable, malformed, of unknown algorithm or beyond the documented bounds), exactly one hash of the current cost
     * is computed and the answer is false, so that the time taken does not tell whether a user exists.
     *
     * @param encoded the hash as it was stored, ours or Django's; null when there is none
     */
    public boolean verify(Password password, @Nullable String encoded) {
        StoredHash stored = encoded == null ? null : storedHashes.parse(encoded);
        if (stored == null || !password.isWellFormed()) {
            compute(password, new byte[SALT_BYTES]);
            return false;
        }
        byte[] utf8 = password.utf8();
        boolean matches = hashing(() -> stored.matches(utf8));
        Arrays.fill(utf8, (byte) 0);
        return matches;
    }

    /**
     * Tells whether {@link #verify} can give true for a stored hash: its algorithm is known, it is well-formed and
     * within the bounds.
     */
    public boolean canVerify(String encoded) {
        return storedHashes.parse(encoded) != null;
    }

    /** Tells whether a hash that verified should be replaced by a new one: it is not ours, or of another cost. */
    public boolean needsRehash(String encoded) {
        PhcString ours = PhcString.parse(encoded);
        return ours == null
                || !ours.variant().equals(Argon2.Variant.CURRENT)
                || !ours.cost().equals(current)
                || ours.salt().size() != SALT_BYTES
                || ours.hash().size() != HASH_BYTES;
    }

    private String encode(byte[] salt, byte[] hash) {
        return new PhcString(Argon2.Variant.CURRENT, current, Bytes.of(salt), Bytes.of(hash)).encode();
    }

    private byte[] compute(Password password, byte[] salt) {
        byte[] utf8 = password.utf8();
        byte[] hash = hashing(() -> argon2.hash(utf8, salt, Argon2.Variant.CURRENT, current, HASH_BYTES));
        Arrays.fill(utf8, (byte) 0);
        return hash;
    }

    /** Measures a hash, whose time is not taken from what the store may take. */
    private static <T> T hashing(Supplier<T> hash) {
        return Deadline.paused(() -> Timings.measure(Timings.Kind.HASH, hash));
    }
}
