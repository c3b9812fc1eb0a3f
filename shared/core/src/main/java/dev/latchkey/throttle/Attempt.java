package dev.latchkey.throttle;

import dev.latchkey.config.Deadline;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.StoreUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * An attempt, which was counted as a failure before it is made; what turns out to be none is taken back.
 *
 * <p>Where that is not possible because the store does not answer, the count stays too high until its window ends.
 */
public final class Attempt {
    private final @Nullable Runnable forgive;
    private final @Nullable Runnable takeBack;

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

    /**
     * Says that the attempt succeeded, which also clears the failures from the same source at the same account.
     *
     * <p>The store is told while the caller goes on, so that no round trip is added; closing the result waits for it.
     */
    public Forgiving succeeded() {
        return new Forgiving(forgive);
    }

    /** Says that the attempt came to nothing through no fault of the client. */
    public void abandoned() {
        if (takeBack == null) {
            return;
        }
        try {
            takeBack.run();
        } catch (StoreUnavailableException e) {
            // Too strict is the safe side.
        }
    }

    /** A correction that is under way. */
    public static final class Forgiving implements AutoCloseable {
        private final @Nullable FutureTask<Boolean> task;

        private Forgiving(@Nullable Runnable forgive) {
            task = forgive == null ? null : new FutureTask<>(Deadline.carried(forgive), true);
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
                if (!(e.getCause() instanceof StoreUnavailableException)) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
    }
}
