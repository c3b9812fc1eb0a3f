package dev.latchkey.store;

import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mailed secrets, by user, purpose and key. Every read is strongly consistent, and every method may throw {@link
 * StoreUnavailableException} and {@link ContentionException}.
 */
public interface LinkStore {
    /**
     * A link and its user, as one read found them.
     *
     * @param link null if there is none
     * @param user null if there is none
     */
    record LinkWithUser(@Nullable Link link, @Nullable User user) {}

    /** How redeeming a link ended. */
    enum Redeemed {
        /** The link is used up, and the user is what was wanted. */
        DONE,
        /** Somebody else used the link, or it ended: nothing was written. */
        LINK_GONE,
        /** The user changed since it was read: nothing was written, look again. */
        USER_CHANGED
    }

    /** Reads what was mailed to a user and is not used, in any order; what is over may be among it. */
    List<Link> list(long userId);

    /** Reads a link and its user in one round trip. */
    LinkWithUser find(Purpose purpose, long userId, TokenKey key);

    /**
     * Uses a link up and changes its user, in one write: of any number of calls at once with one link, one is done.
     *
     * @param link the link, as read
     * @param seen the user as read; nothing is changed if password, generation, epoch, incarnation or active flag have moved
     * @param after the user as it is to be: password, generation, address and {@link dev.latchkey.user.Security} may differ
     * @param sequel what is written with it
     */
    Redeemed redeem(Link link, User seen, User after, Sequel sequel);

    /** Uses a link up for a change that cannot be taken back. */
    default Redeemed redeem(Link link, User seen, User after, List<OutboxEvent> events) {
        return redeem(link, seen, after, Sequel.of(events));
    }
}
