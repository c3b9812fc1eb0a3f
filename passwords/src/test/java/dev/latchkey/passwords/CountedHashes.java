package dev.latchkey.passwords;

import dev.latchkey.config.Randomness;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the Argon2 hashes that a hasher computes. */
public final class CountedHashes {
    /** As cheap as Argon2 gets. */
    private static final Argon2Parameters CHEAP = new Argon2Parameters(8, 1, 1);

    private final AtomicInteger computed = new AtomicInteger();
    private final PasswordHasher hasher = new PasswordHasher(
            CHEAP,
            (password, salt, variant, cost, length) -> {
                computed.incrementAndGet();
                return Argon2.BOUNCY_CASTLE.hash(password, salt, variant, cost, length);
            },
            Heap.ofThisJvm(),
            Randomness.SECURE);

    public PasswordHasher hasher() {
        return hasher;
    }

    /** Returns how many were computed so far, and counts anew. */
    public int take() {
        return computed.getAndSet(0);
    }
}
