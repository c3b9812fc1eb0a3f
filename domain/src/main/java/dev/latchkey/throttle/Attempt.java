package dev.latchkey.throttle;

import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt, which was counted before it is made. If it turns out to be no failure, it is taken back, once.
 *
 * <p>An attempt ends at most once: as a success, as a failure or as abandoned. Whatever is said of it afterwards changes nothing, so
 * that a retry cannot give back more than the one that was counted. Where the store does not answer, the count stays too high until
 * its window ends.
 */
public final class Attempt {
    private final List<Part> parts;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Attempt(List<Part> parts) {
        this.parts = new CopyOnWriteArrayList<>(parts);
    }

    /**
     * What one limit counted of an attempt, and what is done at each end.
     *
     * @param fail null where every counted attempt is taken for a failure from the beginning
     */
    private record Part(
            Runnable forgive, Runnable takeBack, @Nullable Runnable fail) {}

    /** Returns an attempt that is not counted at all. */
    public static Attempt uncounted() {
        return new Attempt(List.of());
    }

    static Attempt of(AttemptStore attempts, Counted counted) {
        return new Attempt(List.of(new Part(
                () -> attempts.forgive(counted), () -> attempts.takeBack(counted), () -> attempts.fail(counted))));
    }

    /** Returns an attempt whose success forgets all others that were counted with it. */
    static Attempt inARow(AttemptStore attempts, Counted counted) {
        return new Attempt(List.of(new Part(() -> attempts.clear(counted), () -> attempts.takeBack(counted), null)));
    }

    /** Returns an attempt that was counted under several limits; its success takes back no more than itself. */
    static Attempt guess(AttemptStore attempts, List<Counted> counted) {
        return new Attempt(counted.stream()
                .<Part>map(each -> new Part(() -> attempts.takeBack(each), () -> attempts.takeBack(each), null))
                .toList());
    }

    /** Makes this one attempt of two, which end together: the other is not to be ended by itself any more. */
    public void join(Attempt other) {
        parts.addAll(other.parts);
    }

    /**
     * Ends the attempt as a success, which also clears the failures from the same source at the same account.
     *
     * <p>The store is told while the caller goes on, so that no round trip is added. Closing the result waits for it.
     */
    public PendingForgiveness succeeded() {
        List<Part> forgiven = ended.compareAndSet(false, true) ? parts : List.of();
        return new PendingForgiveness(forgiven.stream().map(Part::forgive).toList());
    }

    /** Ends the attempt as a failure: from now on it is not under way any more, and stays counted until its window ends. */
    public void failed() {
        end(Part::fail);
    }

    /** Ends the attempt as one that came to nothing through no fault of the client. */
    public void abandoned() {
        end(Part::takeBack);
    }

    private void end(Function<Part, @Nullable Runnable> how) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        for (Part part : parts) {
            Runnable action = how.apply(part);
            if (action != null) {
                try {
                    action.run();
                } catch (StoreUnavailableException | ContentionException e) {
                    // Too strict is the safe side.
                }
            }
        }
    }

    /** Corrections that are under way. */
    public static final class PendingForgiveness implements AutoCloseable {
        private final List<FutureTask<Boolean>> tasks = new ArrayList<>();

        private PendingForgiveness(List<Runnable> corrections) {
            for (Runnable correction : corrections) {
                FutureTask<Boolean> task = new FutureTask<>(Deadline.propagate(correction), true);
                tasks.add(task);
                new Thread(task, "forgive").start();
            }
        }

        /** Waits until the corrections are done or have failed. */
        @Override
        public void close() {
            tasks.forEach(PendingForgiveness::await);
        }

        private static void await(FutureTask<Boolean> task) {
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
