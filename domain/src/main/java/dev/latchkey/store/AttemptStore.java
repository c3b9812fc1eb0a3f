package dev.latchkey.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts attempts within windows of time, by source and by source and account, and refuses those over a limit.
 *
 * <p>An attempt is counted before it is made, in one atomic write: of any number of attempts at once no more than the limit
 * go through. What turns out to have been no failure is taken back. A window begins with the first attempt and has a fixed
 * end, after which counting starts anew; nothing prolongs it.
 *
 * <p>Attempts that are still under way hold a place, but are no failures: who is refused because of them alone may come again in a
 * moment, and not only when the window ends. Every method may throw {@link StoreUnavailableException}.
 */
public interface AttemptStore {

    /**
     * Whose attempt it is.
     *
     * @param kind what is attempted; each kind is counted by itself
     * @param source where it comes from
     * @param account at what it is aimed, kept only as a digest; empty where there is none
     */
    record Subject(String kind, String source, String account) {}

    /**
     * How many attempts a window holds.
     *
     * @param perSource at most this many from one source, or {@link #NONE}
     * @param perAccount at most this many from one source at one account, or {@link #NONE}
     * @param window how long a window is
     * @param underWay how long after it was counted an attempt may still be under way; zero where each that is counted is taken for
     *     a failure from the beginning
     */
    record Limits(int perSource, int perAccount, Duration window, Duration underWay) {
        /** No limit. */
        public static final int NONE = Integer.MAX_VALUE;

        /** When to come again if attempts that are under way hold all places. */
        public static final Duration SOON = Duration.ofSeconds(1);
    }

    /** What became of an attempt. */
    sealed interface Decision {}

    /**
     * The attempt was counted and may be made.
     *
     * @param subject whose it is
     * @param limits what it was counted under
     * @param windowEnd when its window ends
     * @param ofSource how many attempts the window has from the source, this one included
     */
    record Counted(Subject subject, Limits limits, Instant windowEnd, long ofSource) implements Decision {}

    /**
     * A limit is reached; nothing was counted.
     *
     * @param until when it is worth coming again: when the window ends, or {@link Limits#SOON} if attempts that are under way hold
     *     places that they may give back
     */
    record Refused(Instant until) implements Decision {}

    /** Counts an attempt, unless a limit is reached. */
    Decision count(Subject subject, Limits limits, Instant now);

    /** Says of a counted attempt that it has failed: it is not under way any more, and stays counted. */
    void fail(Counted attempt);

    /** Takes back a counted attempt that succeeded, and forgets all other attempts from that source at that account. */
    void forgive(Counted attempt);

    /** Forgets all attempts of the window that an attempt was counted in, from its source at whatever account. */
    void clear(Counted attempt);

    /** Takes back a counted attempt that was not made after all. */
    void takeBack(Counted attempt);

    /**
     * Forgets all attempts of a kind at an account, from wherever they came.
     *
     * @return how many sources had made any
     */
    int forget(String kind, String account);

    /**
     * Forgets the attempts of a kind from one source, at whatever account.
     *
     * @return whether there were any
     */
    boolean forgetSource(String kind, String source);
}
