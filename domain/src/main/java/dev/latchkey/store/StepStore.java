package dev.latchkey.store;

import dev.latchkey.proof.Step;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Logins between password and proof. Every method may throw {@link StoreUnavailableException}. */
public interface StepStore {
    /** What became of counting a try. */
    sealed interface Try {}

    /**
     * The try was counted and may be made.
     *
     * @param step the step
     */
    record Tried(Step step) implements Try {}

    /**
     * The step has had its tries; nothing was counted.
     *
     * @param until when the step is over
     */
    record Spent(Instant until) implements Try {}

    /** There is no such step, or it is over. */
    record Unknown() implements Try {}

    /**
     * Stores a step.
     *
     * @param seen the user whose password was right
     * @param rehashed the same password under current parameters, stored in the same write if the user has not changed, or null
     * @return false if the user has changed, and nothing was stored; only possible with {@code rehashed}
     */
    boolean begin(Step step, User seen, @Nullable PasswordHash rehashed);

    /** Counts a try before it is made, and reads the step, in one atomic write: no more than {@link Step#TRIES} go through. */
    Try count(long userId, TokenDigest digest, Instant now);

    /** Takes back a try that was not made after all. */
    void takeBack(Step step);
}
