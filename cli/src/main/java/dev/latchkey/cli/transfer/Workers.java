package dev.latchkey.cli.transfer;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, each with a short queue of its own: what is given the same key is done in the order given, and
 * whoever gives work faster than it is done has to wait.
 *
 * <p>Once a piece of work has failed, what waits behind it is not done, and the failure is thrown to the giver.
 */
final class Workers implements AutoCloseable {
    /** How many pieces of work may wait for each thread. */
    static final int MANY = 64;

    /** How many, where each piece is large. */
    static final int FEW = 2;

    private final List<ThreadPoolExecutor> workers;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Starts the threads.
     *
     * @param count how many
     * @param queue how many pieces of work may wait for each
     */
    Workers(int count, int queue) {
        this.workers = IntStream.range(0, count)
                .mapToObj(number -> worker(number, queue))
                .toList();
    }

    /** Returns how many threads there are. */
    int count() {
        return workers.size();
    }

    private static ThreadPoolExecutor worker(int number, int queue) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                work -> {
                    Thread thread = new Thread(work, "writer-" + number);
                    thread.setDaemon(true);
                    return thread;
                },
                Workers::waitForRoom);
    }

    private static void waitForRoom(Runnable work, ThreadPoolExecutor worker) {
        if (worker.isShutdown()) {
            throw new RejectedExecutionException("work was given after the end");
        }
        try {
            worker.getQueue().put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Gives work; what a worker failed with before is thrown here.
     *
     * @param key what decides which worker does it
     * @throws IllegalStateException when a worker ended with an error, which is its cause
     */
    void give(int key, Runnable work) {
        throwFailure();
        workers.get(Math.floorMod(key, workers.size())).execute(() -> perform(work));
    }

    /**
     * Waits until all work is done; throws what a worker failed with.
     *
     * @throws IllegalStateException when a worker ended with an error, which is its cause
     */
    void finish() {
        close();
        throwFailure();
    }

    /** Waits until the work that was given is done; an interruption ends the pieces under way. */
    @Override
    public void close() {
        workers.forEach(ThreadPoolExecutor::shutdown);
        boolean interrupted = false;
        for (ThreadPoolExecutor worker : workers) {
            while (!worker.isTerminated()) {
                try {
                    worker.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    workers.forEach(ThreadPoolExecutor::shutdownNow);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() {
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
        if (failed != null) {
            throw new IllegalStateException("a writer ended with " + failed, failed);
        }
    }

    private void perform(Runnable work) {
        if (failure.get() != null) {
            return;
        }
        try {
            work.run();
        } catch (Throwable e) { // An error too: rows that nobody wrote must not go unnoticed.
            failure.compareAndSet(null, e);
        }
    }
}
