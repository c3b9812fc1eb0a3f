package dev.latchkey.cli.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, each with a short queue of its own: what is given the same key is done in the order given, and
 * whoever gives work faster than it is done has to wait.
 */
final class Workers implements AutoCloseable {
    private static final int QUEUE = 64;
    private static final Runnable END = new End();

    private final List<BlockingQueue<Runnable>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Workers(int count) {
        for (int i = 0; i < count; i++) {
            BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
            Thread thread = new Thread(() -> work(queue), "writer-" + i);
            thread.setDaemon(true);
            queues.add(queue);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Gives work; what a worker failed with before is thrown here.
     *
     * @param key what decides which worker does it
     */
    void give(int key, Runnable work) {
        throwFailure();
        put(queues.get(Math.floorMod(key, queues.size())), work);
    }

    /** Stands behind the last piece of work. */
    private static final class End implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("the end is not run");
        }
    }

    /** Waits until all work is done; throws what a worker failed with. */
    void finish() {
        close();
        throwFailure();
    }

    /** Waits until the work under way is done. */
    @Override
    public void close() {
        boolean interrupted = false;
        for (int i = 0; i < threads.size(); i++) {
            while (threads.get(i).isAlive()) {
                try {
                    queues.get(i).put(END);
                    threads.get(i).join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private static void put(BlockingQueue<Runnable> queue, Runnable work) {
        try {
            queue.put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** After a failure the queue is emptied without doing what is in it, so that nobody waits for room in it. */
    private void work(BlockingQueue<Runnable> queue) {
        try {
            for (Runnable work = queue.take(); work != END; work = queue.take()) {
                if (failure.get() == null) {
                    run(work);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }
}
