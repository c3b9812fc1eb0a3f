package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of rows, by name, in the order in which the names are first given. */
final class Tally {
    private final Map<String, LongAdder> counts = new LinkedHashMap<>();
    private final Map<String, Long> beside = new LinkedHashMap<>();

    Tally(String... names) {
        for (String name : names) {
            counts.put(name, new LongAdder());
        }
    }

    void count(String name) {
        LongAdder adder = counts.get(name);
        if (adder == null) {
            throw new IllegalArgumentException("nothing is counted as " + name);
        }
        adder.increment();
    }

    /** Counts what is no row of the file, under a name of its own. */
    void add(String name, long count) {
        beside.put(name, count);
    }

    long get(String name) {
        Long other = beside.get(name);
        if (other != null) {
            return other;
        }
        LongAdder adder = counts.get(name);
        return adder == null ? 0 : adder.sum();
    }

    /**
     * Checks that something became of every row.
     *
     * @param what what the rows are, such as "users"
     * @param read how many were read
     * @throws CommandException when it is another number than was counted
     */
    void checkTotal(String what, long read) {
        if (total() != read) {
            throw CommandException.refused(String.format(
                    Locale.ROOT,
                    "Of %,d %s in the file something became of %,d: it was changed while it was read. Not everything is"
                            + " here; run the command again.",
                    read,
                    what,
                    total()));
        }
    }

    private long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns the counts, those of zero among them. */
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach((name, adder) -> all.put(name, adder.sum()));
        all.putAll(beside);
        return all;
    }
}
