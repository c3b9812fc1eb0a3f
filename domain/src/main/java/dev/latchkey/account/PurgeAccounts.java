package dev.latchkey.account;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.DeletionStore.Due;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.text.Language;
import dev.latchkey.user.Deletion;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Deletes users whose time of grace is over.
 *
 * <p>The first write says that it has begun: from then on nothing takes it back, so that nobody gets an account back of which a part is
 * gone. Then goes all that hangs on the user, and in the last write user, name and address. Cut off between any two writes, the next
 * run goes on; two runs at once do each other no harm.
 */
public final class PurgeAccounts {
    private final UserStore users;
    private final DeletionStore deletions;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public PurgeAccounts(UserStore users, DeletionStore deletions, OutboxEvents events, Supplier<Instant> clock) {
        this.users = users;
        this.deletions = deletions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Deletes some of those whose time has come. One that cannot be deleted now keeps none of the others.
     *
     * @param most how many at most
     * @return how many were deleted
     * @throws StoreUnavailableException if the store does not answer
     * @throws ContentionException if others write to the same items again and again
     */
    public int purge(int most) {
        int deleted = 0;
        RuntimeException first = null;
        for (Due due : deletions.due(clock.get(), most)) {
            try {
                deleted += purge(due) ? 1 : 0;
            } catch (StoreUnavailableException | ContentionException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return deleted;
    }

    /** Whoever changes meanwhile has their turn at the next run. */
    private boolean purge(Due due) {
        User user = users.find(due.userId())
                .filter(found -> found.security().incarnation() == due.incarnation())
                .orElse(null);
        Deletion deletion = user == null ? null : user.security().deletion();
        if (user == null || deletion == null) {
            deletions.forget(due);
            return false;
        }
        User begun = user;
        if (!deletion.purging()) {
            begun = user.withoutSessions(user.security().purging(deletion.at()));
            if (!deletions.begin(user, begun)) {
                return false;
            }
        }
        deletions.sweep(begun);
        return deletions.finish(begun, events.of(OutboxEvent.Kind.USER_DELETED, begun, clock.get(), Language.EN));
    }
}
