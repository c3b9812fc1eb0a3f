package dev.latchkey.store;

import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.User;
import java.util.List;

/**
 * What changes of security replaced. Every read is strongly consistent, and every method may throw {@link StoreUnavailableException}
 * and {@link ContentionException}.
 */
public interface UndoStore {
    /** Reads what the changes of a user replaced, in any order; what is over may be among it. */
    List<Undo> list(long userId);

    /**
     * Uses a link up and puts a user back, in one write: of any number of calls at once with links to one change, one is done. A
     * deletion that was asked for is called off by it.
     *
     * @param link the link, as read
     * @param seen the user as read; nothing is changed if password, generation, epoch, incarnation or active flag have moved
     * @param restoration what is put back, of changes as read after the user
     * @param events what is written with it
     */
    Redeemed redeem(Link link, User seen, Restoration restoration, List<OutboxEvent> events);
}
