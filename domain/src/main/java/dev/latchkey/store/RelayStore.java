package dev.latchkey.store;

import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait, and how far each has come. An event has parts: each mail is one, and the message to other services is another.
 * Every read is strongly consistent, and every method may throw {@link StoreUnavailableException} and {@link
 * ContentionException}.
 */
public interface RelayStore {
    /**
     * How often a part is begun at most. Whoever begins one may be gone before it is sent, or after: nobody knows which, so that a
     * second one is made, and no third.
     */
    int MOST_TRIES = 2;

    /** The tries of a part that is done. */
    int DONE = 99;

    /**
     * An event that waits.
     *
     * @param event the event
     * @param tries how often each part was begun, or {@link #DONE}; a part that is not there never was
     */
    record Waiting(OutboxEvent event, Map<String, Integer> tries) {
        /** Copies the map. */
        public Waiting {
            tries = Map.copyOf(tries);
        }

        /** Returns how often a part was begun. */
        public int triesOf(String part) {
            return tries.getOrDefault(part, 0);
        }
    }

    /** How the beginning of a part ended. */
    enum Begun {
        /** The part is begun, and its secret is good, if it has one. */
        YES,
        /** The event is gone, or the part was begun as often as it may: nothing was written. */
        SPENT,
        /** The user changed since it was read: nothing was written, look again. */
        USER_CHANGED
    }

    /** Reads an event, if it still waits. */
    Optional<Waiting> find(String eventId);

    /** Reads the users who state an address, at most so many, in any order. */
    List<User> claimants(EmailForm form, int most);

    /** Reads what changes of a user's security replaced; what is over may be among it. */
    List<Undo> undos(long userId);

    /**
     * Counts the beginning of a part and makes its secret, in one write: of any number of calls at once, at most {@link #MOST_TRIES}
     * begin it.
     *
     * @param event the event
     * @param part which part
     * @param link the secret as it is stored, or null for a part without one
     * @param seen the user as read; with a secret, nothing is written if address, active flag, kind, generation, epoch or
     *     incarnation have moved
     */
    Begun begin(OutboxEvent event, String part, @Nullable Link link, @Nullable User seen);

    /** Undoes a beginning of which nothing came for certain, and ends its secret. */
    void takeBack(OutboxEvent event, String part, @Nullable Link link);

    /**
     * Notes that a part is done.
     *
     * @param unsent a secret that nobody got, to be ended with it, or null
     */
    void done(OutboxEvent event, String part, @Nullable Link unsent);

    /** Deletes an event whose parts were all delivered, or have expired. */
    void delete(OutboxEvent event);

    /**
     * Returns the ids of events that still wait.
     *
     * @param before only those that happened before this
     * @param most at most so many
     */
    List<String> waiting(Instant before, int most);
}
