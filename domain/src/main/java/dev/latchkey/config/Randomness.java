package dev.latchkey.config;

import java.security.SecureRandom;

/** Where random numbers come from: the operating system, or nowhere while a snapshot is prepared. */
public interface Randomness {
    /**
     * The operating system's generator.
     *
     * <p>A generator is made for each use: one kept in a field would be frozen into a snapshot, and every instance that is
     * restored from it would draw the same numbers.
     */
    Randomness SECURE = new Randomness() {
        @Override
        public byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        }

        @Override
        public long between(long least, long bound) {
            return new SecureRandom().nextLong(least, bound);
        }
    };

    /** Nothing random at all: for rehearsals before a snapshot, whose results nobody gets. */
    Randomness NONE = new Randomness() {
        @Override
        public byte[] bytes(int count) {
            return new byte[count];
        }

        @Override
        public long between(long least, long bound) {
            return least;
        }
    };

    /** Returns so many bytes. */
    byte[] bytes(int count);

    /** Returns a number from {@code least}, included, to {@code bound}, excluded. */
    long between(long least, long bound);
}
