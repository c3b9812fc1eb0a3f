package dev.latchkey.time;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an invocation goes.
 *
 * <p>Held by thread, since what is measured lies far below what tells of it, and several invocations may run side by side.
 * Work on a thread of its own is not counted: nobody waits for it.
 */
public final class Timings {
    /** What is measured. */
    public enum Kind {
        /** Calls of DynamoDB. */
        STORE,
        /** Computing password hashes. */
        HASH,
        /** Looking for a password among those of breaches. */
        BREACH
    }

    private static final ThreadLocal<@Nullable Timings> CURRENT = new ThreadLocal<>();

    /** The time of all work of one kind, and how often there was any. */
    public static final class Sum {
        private long nanos;
        private int calls;
        private int failures;

        /** Returns the time in nanoseconds. */
        public long nanos() {
            return nanos;
        }

        /** Returns how often. */
        public int calls() {
            return calls;
        }

        /** Returns how often it came to nothing. */
        public int failures() {
            return failures;
        }
    }

    private final Sum store = new Sum();
    private final Sum hash = new Sum();
    private final Sum breach = new Sum();

    private Timings() {}

    /** Begins to measure the work of this thread. */
    public static Timings begin() {
        Timings timings = new Timings();
        CURRENT.set(timings);
        return timings;
    }

    /** Ends the measuring on this thread. */
    public static void end() {
        CURRENT.remove();
    }

    /** Does a piece of work, and adds its time to that of the invocation on this thread, if there is one. */
    public static <T> T measure(Kind kind, Supplier<T> work) {
        Timings timings = CURRENT.get();
        if (timings == null) {
            return work.get();
        }
        long begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            Sum sum = timings.of(kind);
            sum.nanos += System.nanoTime() - begun;
            sum.calls++;
        }
    }

    /** Notes that work of a kind came to nothing. */
    public static void failed(Kind kind) {
        Timings timings = CURRENT.get();
        if (timings != null) {
            timings.of(kind).failures++;
        }
    }

    /** Returns the sum of one kind of work. */
    public Sum of(Kind kind) {
        if (kind == Kind.STORE) {
            return store;
        }
        return kind == Kind.HASH ? hash : breach;
    }
}
