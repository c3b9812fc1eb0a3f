package dev.latchkey.store;

import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Users whose second factor an operator takes away, at once or after a time in which the owner may call it off. Every read is strongly
 * consistent, and every method may throw {@link StoreUnavailableException} and {@link ContentionException}.
 *
 * <p>That it was asked for stands on the user. A login by a factor removes it there in the write that opens the session, and so does
 * taking it back; carrying it out compares it. Of those three one is first, and the others find that.
 */
public interface FactorResetStore {
    /**
     * A reset that was asked for.
     *
     * @param userId whose second factor
     * @param incarnation the user's
     * @param asked when it was asked for, which names it
     * @param due when it is carried out
     */
    record Pending(long userId, long incarnation, Instant asked, Instant due) {}

    /** How carrying out ended. */
    enum Outcome {
        /** The second factor is gone. */
        DONE,
        /** It was called off, or asked for anew: nothing was written. */
        CALLED_OFF,
        /** The user has changed since it was read: nothing was written, look again. */
        USER_CHANGED
    }

    /**
     * Writes that a user's second factor is to be taken away, in the place of what was asked for before.
     *
     * @param seen the user as read
     * @param after the user under another security epoch
     * @param sequel what is written with it
     * @return false if generation, epoch or incarnation of the user have moved, and nothing was written
     */
    boolean ask(User seen, User after, Pending pending, Sequel sequel);

    /** Reads what was asked for of a user and not called off. */
    Optional<Pending> find(User user);

    /** Returns what is due, called off or not, at most so many, in any order. */
    List<Pending> due(Instant now, int most);

    /**
     * Takes app and passkeys of a user away, in one write.
     *
     * @param seen the user as read; nothing is written if generation, epoch or incarnation have moved
     * @param after the user without factors and sessions
     * @param pending what was asked for and must not have been called off, or null where nobody was asked
     * @param sequel what is written with it; where it holds the app, nothing is written if a code was used meanwhile
     */
    Outcome carryOut(User seen, User after, @Nullable Pending pending, Sequel sequel);

    /** Forgets what was called off; what was asked for anew stays. */
    void forget(Pending pending);
}
