package dev.latchkey.config;

import java.time.Duration;

/**
 * Puts a function's requests under a deadline.
 *
 * <p>The first request of a process gets more time: it loads most classes, which on a small share of a processor takes seconds.
 */
public final class RequestTime {
    /** What DynamoDB may take over a request, so that it is answered within three seconds. */
    public static final Duration USUAL = Duration.ofMillis(2_600);

    /** The same for the first request, within the function's time-out in the template. */
    public static final Duration FIRST = Duration.ofSeconds(8);

    private volatile boolean begun;

    /** Runs a request's work under its deadline. */
    public <T, E extends Exception> T limit(Deadline.Work<T, E> work) throws E {
        Duration time = begun ? USUAL : FIRST;
        begun = true;
        return Deadline.within(time, work);
    }
}
