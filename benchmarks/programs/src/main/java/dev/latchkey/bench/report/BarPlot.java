package dev.latchkey.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars: the median of each row, a line from its smallest to its largest value. */
public final class BarPlot {
    /** About the width of a letter. */
    private static final int LETTER = 7;

    private static final int WIDTH = 460;
    private static final int STEP = 24;
    private static final int TOP = 44;

    private record Bar(String name, Samples samples) {}

    private final String title;
    private final String unit;
    private final List<Bar> bars = new ArrayList<>();

    /** Starts a plot whose values have the given unit. */
    public BarPlot(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a bar below those that are there. */
    public BarPlot bar(String name, Samples samples) {
        bars.add(new Bar(name, samples));
        return this;
    }

    /** Writes the plot as SVG, replacing what is there. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, svg());
    }

    private String svg() {
        double most =
                bars.stream().mapToDouble(bar -> bar.samples().max()).max().orElse(1);
        double scale = WIDTH / most;
        int left = 24
                + LETTER
                        * bars.stream()
                                .mapToInt(bar -> bar.name().length())
                                .max()
                                .orElse(0);
        StringBuilder out = new StringBuilder(Svg.start(left + WIDTH + 110, TOP + STEP * bars.size() + 12, title));
        for (int i = 0; i < bars.size(); i++) {
            appendBar(out, bars.get(i), left, TOP + STEP * i, scale);
        }
        return out.append("</svg>\n").toString();
    }

    private void appendBar(StringBuilder out, Bar bar, int left, int y, double scale) {
        Samples samples = bar.samples();
        int middle = y + STEP / 2 - 2;
        out.append(Svg.text(left - 8, middle + 4, "end", bar.name()));
        out.append(Svg.format(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4a7ebb\"/>\n",
                left, y + 2, samples.median() * scale, STEP - 8));
        out.append(Svg.format(
                "<path d=\"M%.1f %dH%.1f\" stroke=\"#222\" stroke-width=\"1.5\"/>\n",
                left + samples.min() * scale, middle, left + samples.max() * scale));
        String value =
                String.format(Locale.ROOT, samples.median() < 20 ? "%.1f %s" : "%.0f %s", samples.median(), unit);
        out.append(Svg.text((int) (left + samples.max() * scale) + 8, middle + 4, "start", value));
    }
}
