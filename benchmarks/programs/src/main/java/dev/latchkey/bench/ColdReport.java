package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart.Times;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import java.util.Locale;
import java.util.Map;

/** Cold starts as a table. */
final class ColdReport {
    private ColdReport() {}

    static Table table(Map<String, Times> times) {
        Table table = new Table("started", "median ms", "quartiles", "least", "most", "CPU ms");
        times.forEach((name, time) -> {
            Samples wall = time.wall();
            table.row(
                    name,
                    ms(wall.median()),
                    ms(wall.quantile(0.25)) + " to " + ms(wall.quantile(0.75)),
                    ms(wall.min()),
                    ms(wall.max()),
                    ms(time.cpu().median()));
        });
        return table;
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.0f", millis);
    }
}
