package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart.Times;
import dev.latchkey.bench.report.BarPlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cold starts as a table and as a plot. */
final class ColdReport {
    private static final double MOST = 1.10;
    private static final double MAX_HASHING = 1.15;
    private static final Set<String> NOT_HASHING = Set.of("authorizer", "user", "logout");
    private static final Set<String> ONE_HASH = Set.of("login", "register");

    private ColdReport() {}

    /**
     * Shows times; two columns are shares of the plain floor on the same JDK, where that was measured too. The last one is the share of what
     * is wanted of a function at most, beside the floors as they start in the same mode: {@value #MOST} floors, or {@value
     * #MAX_HASHING} floors and what one hash adds to the floor.
     */
    static Table table(Map<String, Times> times) {
        Table table = new Table(
                "started",
                "median ms",
                "quartiles",
                "least",
                "most",
                "of floor",
                "CPU ms",
                "CPU of floor",
                "of what is wanted");
        times.forEach((name, time) -> {
            Samples wall = time.wall();
            Optional<Times> floor = Optional.ofNullable(times.get(floorOf(name)));
            table.row(
                    name,
                    ms(wall.median()),
                    ms(wall.quantile(0.25)) + " to " + ms(wall.quantile(0.75)),
                    ms(wall.min()),
                    ms(wall.max()),
                    floor.map(least -> share(wall, least.wall())).orElse(""),
                    ms(time.cpu().median()),
                    floor.map(least -> share(time.cpu(), least.cpu())).orElse(""),
                    wanted(times, name)
                            .map(most -> String.format(Locale.ROOT, "%.2f", wall.median() / most))
                            .orElse(""));
        });
        return table;
    }

    /** Returns the most milliseconds wanted of a function; nothing if no figure is wanted of it, or the floors were not measured. */
    private static Optional<Double> wanted(Map<String, Times> times, String name) {
        String[] parts = name.split(", ", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        Optional<Double> floor = median(times, parts[0], Functions.FLOOR, parts[2]);
        if (NOT_HASHING.contains(parts[1])) {
            return floor.map(least -> MOST * least);
        }
        if (!ONE_HASH.contains(parts[1])) {
            return Optional.empty();
        }
        Optional<Double> hash = median(times, parts[0], Functions.HASH_FLOOR, parts[2]);
        return floor.flatMap(least -> hash.map(both -> MAX_HASHING * least + both - least));
    }

    private static Optional<Double> median(Map<String, Times> times, String jdk, String function, String mode) {
        return Optional.ofNullable(times.get(String.join(", ", jdk, function, mode)))
                .map(measured -> measured.wall().median());
    }

    /** Draws the wall-clock times. */
    static BarPlot plot(Map<String, Times> times) {
        BarPlot plot = new BarPlot("Process start to first answer (line: least to most)", "ms");
        times.forEach((name, time) -> plot.bar(name, time.wall()));
        return plot;
    }

    private static String floorOf(String name) {
        return name.replaceAll(",.*", "") + ", " + Functions.FLOOR + ", plain";
    }

    private static String share(Samples time, Samples floor) {
        return String.format(Locale.ROOT, "%.2f", time.median() / floor.median());
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.0f", millis);
    }
}
