package dev.latchkey.time;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long DynamoDB may take over one request, all calls for it together.
 *
 * <p>A single call's time-out would not do: a login makes four calls one after the other. The deadline belongs to the thread
 * that serves the request, since calls are made deep below whoever knows that a request has begun.
 */
public final class Deadline {
    private static final ThreadLocal<Long> END = new ThreadLocal<>();

    private Deadline() {}

    /** Work that a request asks for. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** Does the work and returns its result. */
        T run() throws E;
    }

    /** Runs a request's work under a deadline that begins now. */
    public static <T, E extends Exception> T within(Duration time, Work<T, E> work) throws E {
        return until(System.nanoTime() + time.toNanos(), work);
    }

    /**
     * Does work that is none of DynamoDB's, such as hashing a password: the deadline moves by the time that it takes, so that a
     * slow hash does not make the store look down.
     */
    public static <T> T paused(Supplier<T> work) {
        Long end = END.get();
        if (end == null) {
            return work.get();
        }
        long begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            END.set(end + (System.nanoTime() - begun));
        }
    }

    /** Returns the same work under this thread's deadline, for another thread to run. */
    public static Runnable propagate(Runnable work) {
        Long end = END.get();
        return end == null
                ? work
                : () -> until(end, () -> {
                    work.run();
                    return true;
                });
    }

    /** Returns what is left, or the given time where that is shorter or there is no deadline. */
    public static Duration remainingAtMost(Duration limit) {
        Long end = END.get();
        if (end == null) {
            return limit;
        }
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return left.compareTo(limit) < 0 ? left : limit;
    }

    private static <T, E extends Exception> T until(long end, Work<T, E> work) throws E {
        Long outer = END.get();
        END.set(end);
        try {
            return work.run();
        } finally {
            if (outer == null) {
                END.remove();
            } else {
                END.set(outer);
            }
        }
    }
}
