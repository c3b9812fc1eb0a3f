package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;

/**
 * Users who asked to be deleted. Every read is strongly consistent, and every method may throw {@link StoreUnavailableException} and
 * {@link ContentionException}.
 */
public interface DeletionStore {
    /**
     * A deletion whose time has come.
     *
     * @param userId whose
     * @param incarnation the user's
     */
    record Due(long userId, long incarnation) {}

    /**
     * Writes that a user is to be deleted.
     *
     * @param seen the user as read; nothing is written if password, generation, epoch, incarnation or active flag have moved
     * @param after the user who is to be deleted, without sessions
     * @param due when everything is to be deleted
     * @param sequel what is written with it
     * @return whether it was written
     */
    boolean ask(User seen, User after, Instant due, Sequel sequel);

    /** Returns deletions whose time has come, at most so many, in any order. */
    List<Due> due(Instant now, int most);

    /**
     * Writes that a user's deletion has begun, after which it cannot be called off.
     *
     * @param seen the user as read
     * @param after the user whose deletion has begun
     * @return false if the user has changed, and nothing was written
     */
    boolean begin(User seen, User after);

    /** Deletes all that is kept of a user but user, name and address; may be done again, and again after it was cut off. */
    void sweep(User user);

    /**
     * Deletes user, name, address, and that the deletion is due, in one write.
     *
     * @param user the user whose deletion has begun
     * @param events what is written with it
     * @return false if the user has changed, and nothing was written
     */
    boolean finish(User user, List<OutboxEvent> events);

    /** Forgets a deletion whose user is gone, or stays after all. */
    void forget(Due due);
}
