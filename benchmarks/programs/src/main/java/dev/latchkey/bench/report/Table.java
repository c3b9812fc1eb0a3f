package dev.latchkey.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, columns padded so that it reads as plain text too. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table with these headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row has " + cells.length + " cells");
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        int[] widths = widths();
        append(out, rows.get(0), widths);
        out.append('|');
        for (int width : widths) {
            out.append(" ").append("-".repeat(width)).append(" |");
        }
        out.append('\n');
        rows.stream().skip(1).forEach(row -> append(out, row, widths));
        return out.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static void append(StringBuilder out, List<String> row, int[] widths) {
        out.append('|');
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            out.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - cell.length()))
                    .append(" |");
        }
        out.append('\n');
    }
}
