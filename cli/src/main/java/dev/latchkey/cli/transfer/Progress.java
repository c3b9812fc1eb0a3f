package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Shows how far something is: a bar that is drawn over on a terminal, and a line now and then elsewhere. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(10);
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean watched;
    private final String what;
    private final long total;
    private final LongAdder done = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final long start = System.nanoTime();
    private final Thread painter;

    /**
     * Begins to show progress.
     *
     * @param what what is counted, such as "users"
     * @param total how many there will be
     */
    Progress(PrintWriter out, Terminal terminal, String what, long total) {
        this.out = out;
        this.watched = terminal.isWatched();
        this.what = what;
        this.total = total;
        this.painter = new Thread(this::paint, "progress");
        painter.setDaemon(true);
        painter.start();
    }

    void step() {
        done.increment();
    }

    /** Takes note that DynamoDB has to be waited for. */
    void waited() {
        waits.increment();
    }

    @Override
    public void close() {
        painter.interrupt();
        try {
            painter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.print(watched ? CLEAR : "");
        out.println(text(done.sum(), System.nanoTime() - start));
        out.flush();
    }

    private void paint() {
        try {
            while (true) {
                Thread.sleep((watched ? REDRAW : LINE).toMillis());
                String text = text(done.sum(), System.nanoTime() - start);
                if (watched) {
                    out.print(CLEAR + text);
                } else {
                    out.println(text);
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text(long count, long nanos) {
        double fraction = total == 0 ? 1 : Math.min(1, (double) count / total);
        double seconds = Math.max(nanos, 1) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = count / seconds;
        int filled = (int) (fraction * WIDTH);
        String bar = watched ? "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " : "";
        String left = count >= total || rate == 0
                ? "in " + clock((long) seconds)
                : clock((long) Math.ceil((total - count) / rate)) + " left";
        String waiting = waits.sum() == 0 ? "" : ", waited for DynamoDB " + waits.sum() + " times";
        if (total == 0) {
            return String.format(
                    Locale.ROOT, "%s: %,d, %,.0f/s, in %s%s", what, count, rate, clock((long) seconds), waiting);
        }
        return String.format(
                Locale.ROOT,
                "%s%s: %,d of %,d (%d%%), %,.0f/s, %s%s",
                bar,
                what,
                count,
                total,
                (int) (fraction * 100),
                rate,
                left,
                waiting);
    }

    private static String clock(long seconds) {
        return seconds >= 3_600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
