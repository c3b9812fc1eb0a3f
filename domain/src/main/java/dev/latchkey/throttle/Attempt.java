package dev.latchkey.throttle;

import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Deadline;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An attempt, which was counted as a failure before it is made. If it turns out to be none, it is taken back, once.
 *
 * <p>An attempt ends at most once: as a success or as abandoned. Whatever is said of it afterwards changes nothing, so that a
 * retry cannot give back more than the one that was counted. Where the store does not answer, the count stays too high until its
 * window ends.
 */
public final class Attempt {
    private final @Nullable Runnable forgive;
    private final @Nullable Runnable takeBack;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Attempt(@Nullable Runnable forgive, @Nullable Runnable takeBack) {
        this.forgive = forgive;
        this.takeBack = takeBack;
    }

    /** Returns an attempt that is not counted at all. */
    public static Attempt uncounted() {
        return new Attempt(null, null);
    }

    static Attempt of(AttemptStore attempts, Counted counted) {
        return new Attempt(() -> attempts.forgive(counted), () -> attempts.takeBack(counted));
    }

    /** Returns an attempt whose success forgets all others that were counted with it. */
    static Attempt inARow(AttemptStore attempts, Counted counted) {
        return new Attempt(() -> attempts.clear(counted), () -> attempts.takeBack(counted));
    }

    /** Returns an attempt that was counted under several limits; its success takes back no more than itself. */
    static Attempt guess(AttemptStore attempts, List<Counted> counted) {
        Runnable all = () -> counted.forEach(attempts::takeBack);
        return new Attempt(all, all);
    }

    /**
     * Ends the attempt as a success, which also clears the failures from the same source at the same account.
     *
     * <p>The store is told while the caller goes on, so that no round trip is added. Closing the result waits for it.
     */
    public PendingForgiveness succeeded() {
        return new PendingForgiveness(ended.compareAndSet(false, true) ? forgive : null);
    }

    /** Ends the attempt as one that came to nothing through no fault of the client. */
    public void abandoned() {
        if (!ended.compareAndSet(false, true) || takeBack == null) {
            return;
        }
        try {
            takeBack.run();
        } catch (StoreUnavailableException | ContentionException e) {
            // Too strict is the safe side.
        }
    }

    /** A correction that is under way. */
    public static final class PendingForgiveness implements AutoCloseable {
        private final @Nullable FutureTask<Boolean> task;

        private PendingForgiveness(@Nullable Runnable forgive) {
            task = forgive == null ? null : new FutureTask<>(Deadline.propagate(forgive), true);
            if (task != null) {
                new Thread(task, "forgive").start();
            }
        }

        /** Waits until the correction is done or has failed. */
        @Override
        public void close() {
            if (task == null) {
                return;
            }
            try {
                task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof StoreUnavailableException)
                        && !(e.getCause() instanceof ContentionException)) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
    }
}
