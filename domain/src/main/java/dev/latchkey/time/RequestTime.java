package dev.latchkey.time;

import java.time.Duration;

/**
 * Puts a function's requests under a deadline.
 *
 * <p>The first request of a process gets more time: it loads most classes, which on a small share of a processor takes seconds.
 */
public final class RequestTime {
    /** What DynamoDB may take over a request from when it came in, so that it is answered within three seconds. */
    public static final Duration REQUEST_BUDGET = Duration.ofMillis(2_600);

    /** What it may take over the check of a token, which leaves the function behind it {@link #MIN_BUDGET}. */
    public static final Duration CHECK_BUDGET = Duration.ofMillis(1_900);

    /** What it may take at least, however late a function is called. */
    public static final Duration MIN_BUDGET = Duration.ofMillis(900);

    /** What it may take over the first request, within the function's time-out in the template. */
    public static final Duration FIRST_REQUEST_BUDGET = Duration.ofSeconds(8);

    /** API Gateway gives up after 29 seconds; a request that seems older comes from a clock that goes wrong. */
    private static final Duration MAX_PLAUSIBLE_AGE = Duration.ofSeconds(29);

    private final Duration usual;
    private volatile boolean begun;

    /** Builds the limit of one function. */
    public RequestTime(Duration usual) {
        this.usual = usual;
    }

    /** Runs a request's work under its deadline. */
    public <T, E extends Exception> T limit(Deadline.Work<T, E> work) throws E {
        return limit(Duration.ZERO, work);
    }

    /**
     * Runs a request's work under its deadline.
     *
     * @param passed how long ago the request came in, by clocks that may differ
     */
    public <T, E extends Exception> T limit(Duration passed, Deadline.Work<T, E> work) throws E {
        Duration time = begun ? left(passed) : FIRST_REQUEST_BUDGET;
        begun = true;
        return Deadline.within(time, work);
    }

    private Duration left(Duration passed) {
        if (passed.isNegative() || passed.compareTo(MAX_PLAUSIBLE_AGE) > 0) {
            return usual;
        }
        Duration left = usual.minus(passed);
        return left.compareTo(MIN_BUDGET) < 0 ? MIN_BUDGET : left;
    }
}
