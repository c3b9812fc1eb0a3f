package dev.latchkey.local.pages;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How many requests were answered in each of the last minutes, how many of them refused, and how long they took. */
public final class Traffic {
    static final int MINUTES = 48;

    /** Enough for percentiles, and little enough to be kept for each minute of a load test. */
    private static final int SAMPLES = 2_000;

    private static final int FIRST_REFUSAL = 400;
    private static final long MINUTE_MILLIS = 60_000;
    private static final double MOST = 0.95;

    private final Clock clock;
    private final Deque<Minute> minutes = new ArrayDeque<>();

    private static final class Minute {
        final long number;
        final List<Long> millis = new ArrayList<>();
        int answered;
        int refused;

        Minute(long number) {
            this.number = number;
        }
    }

    /**
     * A minute.
     *
     * @param answered how many requests were answered
     * @param refused how many of these with a status from 400 on
     * @param p50 milliseconds that half of them took at most; 0 where there were none
     * @param p95 milliseconds that 95 of 100 took at most
     */
    record Summary(int answered, int refused, long p50, long p95) {}

    /** Begins without any. */
    public Traffic(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a request that was answered. */
    public synchronized void take(int status, long millis) {
        long now = now();
        if (minutes.isEmpty() || minutes.getLast().number < now) {
            minutes.addLast(new Minute(now));
        }
        forgetBefore(now);
        Minute minute = minutes.getLast();
        minute.answered++;
        minute.refused += status < FIRST_REFUSAL ? 0 : 1;
        if (minute.millis.size() < SAMPLES) {
            minute.millis.add(millis);
        }
    }

    /** Returns the last {@value #MINUTES} minutes, the present one last. */
    synchronized List<Summary> minutes() {
        long now = now();
        forgetBefore(now);
        List<Summary> summaries = new ArrayList<>();
        for (long number = now - MINUTES + 1; number <= now; number++) {
            long wanted = number;
            summaries.add(minutes.stream()
                    .filter(minute -> minute.number == wanted)
                    .findFirst()
                    .map(minute -> summary(minute.answered, minute.refused, minute.millis))
                    .orElse(new Summary(0, 0, 0, 0)));
        }
        return summaries;
    }

    /** Returns all of them as one. */
    synchronized Summary all() {
        forgetBefore(now());
        List<Long> millis = new ArrayList<>();
        minutes.forEach(minute -> millis.addAll(minute.millis));
        return summary(
                minutes.stream().mapToInt(minute -> minute.answered).sum(),
                minutes.stream().mapToInt(minute -> minute.refused).sum(),
                millis);
    }

    private static Summary summary(int answered, int refused, List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return new Summary(answered, refused, percentile(sorted, 0.5), percentile(sorted, MOST));
    }

    private static long percentile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private void forgetBefore(long now) {
        while (!minutes.isEmpty() && minutes.getFirst().number <= now - MINUTES) {
            minutes.removeFirst();
        }
    }

    private long now() {
        return clock.millis() / MINUTE_MILLIS;
    }
}
