package dev.latchkey.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Lines over a logarithmic axis, with zero at its left end; the other axis is logarithmic too. */
public final class LinePlot {
    private static final int LEFT = 70;
    private static final int TOP = 64;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int LEGEND = 170;
    private static final List<String> COLORS =
            List.of("#4a7ebb", "#be4b48", "#6f9a3e", "#7d60a0", "#e08a2b", "#2f9c95", "#8c6d46", "#555555");

    private final String title;
    private final String across;
    private final String up;
    private final Map<String, NavigableMap<Double, Double>> lines = new LinkedHashMap<>();

    /** Starts a plot, whose axes are named by the last two. */
    public LinePlot(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Adds a point to a line. */
    public LinePlot point(String line, double x, double y) {
        lines.computeIfAbsent(line, name -> new TreeMap<>()).put(x, y);
        return this;
    }

    /** Writes the plot as SVG, replacing what is there. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, svg());
    }

    private String svg() {
        double right =
                lines.values().stream().mapToDouble(NavigableMap::lastKey).max().orElse(1);
        double left = lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .filter(x -> x > 0)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
        Axis x = new Axis(left / (hasZero() ? 4 : 1), right, LEFT, LEFT + WIDTH);
        Axis y = new Axis(least(), most(), TOP + HEIGHT, TOP);
        StringBuilder out = new StringBuilder(Svg.start(LEFT + WIDTH + LEGEND, TOP + HEIGHT + 56, title));
        appendAxes(out, x, y);
        int number = 0;
        for (Map.Entry<String, NavigableMap<Double, Double>> line : lines.entrySet()) {
            String color = COLORS.get(number % COLORS.size());
            appendLine(out, line.getValue(), x, y, color);
            int height = TOP + 12 + 20 * number++;
            out.append(Svg.format(
                    "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>\n",
                    LEFT + WIDTH + 16, height - 6, color));
            out.append(Svg.text(LEFT + WIDTH + 36, height, "start", line.getKey()));
        }
        return out.append("</svg>\n").toString();
    }

    /** One axis: what is at its two ends, as values and as places. */
    private record Axis(double least, double most, int start, int end) {
        double at(double value) {
            double share = Math.log(Math.max(value, least) / least) / Math.log(Math.max(most, least * 1.01) / least);
            return start + share * (end - start);
        }
    }

    private boolean hasZero() {
        return lines.values().stream().anyMatch(line -> line.firstKey() == 0);
    }

    private double least() {
        return decade(values().min().orElse(1), 0);
    }

    private double most() {
        return decade(values().max().orElse(1), 1);
    }

    private DoubleStream values() {
        return lines.values().stream().flatMap(line -> line.values().stream()).mapToDouble(Double::doubleValue);
    }

    /** The power of ten at or below a value, or the one above that. */
    private static double decade(double value, double above) {
        return Math.pow(10, Math.floor(Math.log10(value)) + above);
    }

    private void appendAxes(StringBuilder out, Axis x, Axis y) {
        for (double value = y.least(); value <= y.most() * 1.001; value *= 10) {
            for (int step : List.of(1, 2, 5)) {
                if (value * step <= y.most() * 1.001) {
                    int place = (int) y.at(value * step);
                    out.append(Svg.format("<path d=\"M%d %dH%d\" stroke=\"#ddd\"/>\n", LEFT, place, LEFT + WIDTH));
                    out.append(Svg.text(LEFT - 8, place + 4, "end", number(value * step)));
                }
            }
        }
        lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .distinct()
                .forEach(value -> {
                    int place = (int) x.at(value);
                    out.append(Svg.format("<path d=\"M%d %dV%d\" stroke=\"#eee\"/>\n", place, TOP, TOP + HEIGHT));
                    out.append(Svg.text(place, TOP + HEIGHT + 18, "middle", number(value)));
                });
        out.append(Svg.text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "middle", across));
        out.append(Svg.text(LEFT - 8, TOP - 8, "end", up));
    }

    private static void appendLine(
            StringBuilder out, NavigableMap<Double, Double> points, Axis x, Axis y, String color) {
        StringBuilder path = new StringBuilder();
        points.forEach((across, up) ->
                path.append(path.length() == 0 ? "M" : "L").append(Svg.format("%.1f %.1f", x.at(across), y.at(up))));
        out.append(Svg.format(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path.toString(), color));
        points.forEach((across, up) -> out.append(
                Svg.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", x.at(across), y.at(up), color)));
    }

    private static String number(double value) {
        return value >= 1 || value == 0
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
