package dev.latchkey.passwords;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.time.Deadline;
import dev.latchkey.time.Timings;
import dev.latchkey.user.Password;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
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

    /** A login may compute two, within the ten seconds of a function. */
    static final Duration MAX_TIME = Duration.ofSeconds(4);

    /** What Lambda gives every function. */
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

    /** How long a hash of each cost above the default took, which is tried out once in a process. */
    static final Map<Argon2Parameters, Duration> TRIED_OUT = new ConcurrentHashMap<>();

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
     * ARGON2_PARALLELISM} ask for. In a Lambda function, a cost above the default is tried out once: it has to fit the memory, and the time of a
     * request.
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
            PasswordHasher hasher =
                    new PasswordHasher(parameters, Argon2.BOUNCY_CASTLE, Heap.ofThisJvm(), environment.randomness());
            if (parameters.workKib() > standard.workKib()
                    && !variables.text(FUNCTION, "").isEmpty()) {
                TRIED_OUT.computeIfAbsent(parameters, any -> hasher.tryOut(System::nanoTime));
            }
            return hasher;
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
     * Computes one hash.
     *
     * @param nanoTime a clock of nanoseconds
     * @return how long it took
     * @throws InvalidSettingException if it takes longer than {@link #MAX_TIME}, or more memory than there is
     */
    Duration tryOut(LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        try {
            compute(Password.of("any"), new byte[SALT_BYTES]);
        } catch (OutOfMemoryError e) {
            throw new InvalidSettingException(
                    "ARGON2_MEMORY_KIB", "cannot be used: a hash needs more memory than there is");
        }
        Duration time = Duration.ofNanos(nanoTime.getAsLong() - start);
        if (time.compareTo(MAX_TIME) > 0) {
            throw new InvalidSettingException(
                    "ARGON2_ITERATIONS",
                    "and ARGON2_MEMORY_KIB cannot be used: a hash takes " + time.toMillis() + " ms here, and may take "
                            + MAX_TIME.toMillis()
                            + "; choose less, or give the function more memory and with it more of a processor");
        }
        return time;
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

    /**
     * Returns a hash of the same algorithm and cost that no password has, the same one for all such hashes; null if {@link #canVerify}
     * is false.
     */
    public @Nullable String way(String encoded) {
        StoredHash stored = storedHashes.parse(encoded);
        return stored == null ? null : stored.way();
    }

    /** Returns algorithm and cost of a hash for people, as in {@code pbkdf2_sha256 1000000}; null if {@link #canVerify} is false. */
    public @Nullable String kind(String encoded) {
        StoredHash stored = storedHashes.parse(encoded);
        return stored == null ? null : stored.kind();
    }

    /** Returns what {@link #way} gives for new hashes. */
    public String currentWay() {
        return encode(StoredHash.SAME_SALT.toArray(), new byte[HASH_BYTES]);
    }

    /** Tells whether a hash that can be verified is so cheap to try that it should not be stored as it is. */
    public boolean isWeak(String encoded) {
        return storedHashes.parse(encoded) instanceof Md5Hash;
    }

    /**
     * Puts Argon2id of the current cost around a hash that another system made, so that the same password verifies and the hash
     * itself is not stored. A hash that is Argon2 already, or that cannot be verified, stays as it is.
     */
    public String wrap(String encoded) {
        StoredHash stored = storedHashes.parse(encoded);
        if (stored == null || stored instanceof Argon2Hash || stored instanceof WrappedHash) {
            return encoded;
        }
        Bytes salt = Bytes.of(randomness.bytes(SALT_BYTES));
        byte[] hash = argon2.hash(stored.hash().toArray(), salt.toArray(), Argon2.Variant.CURRENT, current, HASH_BYTES);
        PhcString outer = new PhcString(Argon2.Variant.CURRENT, current, salt, Bytes.of(hash));
        String wrapped = new WrappedHash(new Argon2Hash(outer, argon2), stored).encode(salt, outer.hash());
        return storedHashes.parse(wrapped) == null ? encoded : wrapped;
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
