package dev.latchkey.telemetry;

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
        HASH
    }

    private static final ThreadLocal<@Nullable Timings> CURRENT = new ThreadLocal<>();

    /** The time of all work of one kind, and how often there was any. */
    static final class Sum {
        private long nanos;
        private int calls;

        long nanos() {
            return nanos;
        }

        int calls() {
            return calls;
        }
    }

    private final Sum store = new Sum();
    private final Sum hash = new Sum();

    private Timings() {}

    static Timings begin() {
        Timings timings = new Timings();
        CURRENT.set(timings);
        return timings;
    }

    static void end() {
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

    Sum of(Kind kind) {
        return kind == Kind.STORE ? store : hash;
    }
}
