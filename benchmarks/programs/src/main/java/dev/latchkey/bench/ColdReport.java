package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart.Times;
import dev.latchkey.bench.report.BarPlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cold starts as a table and as a plot. */
final class ColdReport {
    private ColdReport() {}

    /** Shows times; the last columns are shares of the plain floor on the same JDK, where that was measured too. */
    static Table table(Map<String, Times> times) {
        Table table =
                new Table("started", "median ms", "quartiles", "least", "most", "of floor", "CPU ms", "CPU of floor");
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
                    floor.map(least -> share(time.cpu(), least.cpu())).orElse(""));
        });
        return table;
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
