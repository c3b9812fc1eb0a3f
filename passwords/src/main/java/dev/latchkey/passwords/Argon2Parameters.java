package dev.latchkey.passwords;

/**
 * The cost of an Argon2 hash (RFC 9106 section 3.1), within the bounds that this module computes at all.
 *
 * @param memoryKib memory in KiB, from 8 for each lane to {@value #MAX_MEMORY_KIB}; setting {@code ARGON2_MEMORY_KIB}
 * @param iterations passes over that memory, from 1 to {@value #MAX_ITERATIONS}; setting {@code ARGON2_ITERATIONS}
 * @param parallelism lanes, from 1 to {@value #MAX_PARALLELISM}, which are computed one after the other; setting {@code
 *     ARGON2_PARALLELISM}
 */
public record Argon2Parameters(int memoryKib, int iterations, int parallelism) {
    /** 256 MiB: two and a half times what Django uses. */
    static final int MAX_MEMORY_KIB = 262_144;

    static final int MAX_ITERATIONS = 64;
    static final int MAX_PARALLELISM = 64;

    /** The most KiB to be filled in all passes together: four passes over the most memory. */
    static final int MAX_WORK_KIB = 4 * MAX_MEMORY_KIB;

    /** 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet for Argon2id. */
    public static final Argon2Parameters DEFAULT = new Argon2Parameters(19_456, 2, 1);

    /**
     * Checks each value and the work they add up to.
     *
     * @throws IllegalArgumentException if one is out of bounds; the message names the setting
     */
    public Argon2Parameters {
        checkRange("ARGON2_PARALLELISM", parallelism, 1, MAX_PARALLELISM);
        checkRange("ARGON2_MEMORY_KIB", memoryKib, 8 * parallelism, MAX_MEMORY_KIB);
        checkRange("ARGON2_ITERATIONS", iterations, 1, MAX_ITERATIONS);
        if (!isWithinWork(memoryKib, iterations)) {
            throw new IllegalArgumentException(
                    "ARGON2_MEMORY_KIB times ARGON2_ITERATIONS must be at most %d, but is %d times %d"
                            .formatted(MAX_WORK_KIB, memoryKib, iterations));
        }
    }

    /** Returns how many KiB are filled in all passes together. */
    int workKib() {
        return memoryKib * iterations;
    }

    /** Tells whether these values would be accepted. */
    static boolean areAcceptable(int memoryKib, int iterations, int parallelism) {
        return isInRange(parallelism, 1, MAX_PARALLELISM)
                && isInRange(memoryKib, 8 * parallelism, MAX_MEMORY_KIB)
                && isInRange(iterations, 1, MAX_ITERATIONS)
                && isWithinWork(memoryKib, iterations);
    }

    private static boolean isWithinWork(int memoryKib, int iterations) {
        return (long) memoryKib * iterations <= MAX_WORK_KIB;
    }

    private static void checkRange(String setting, int value, int min, int max) {
        if (!isInRange(value, min, max)) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, but is %d".formatted(setting, min, max, value));
        }
    }

    private static boolean isInRange(int value, int min, int max) {
        return value >= min && value <= max;
    }
}
