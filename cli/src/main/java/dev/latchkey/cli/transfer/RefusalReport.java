package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.TerminalSafe;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The file that tells, a line each, which rows were not imported and why, in the order of the dump. It holds user names, so that
 * only its owner may read it; it holds no hashes and no tokens.
 */
final class RefusalReport implements AutoCloseable {
    /** With more lines than that they stay in the order in which they came. */
    private static final int MAX_SORTED = 50_000;

    private final Path path;
    private final List<String> files;
    private final BufferedWriter writer;
    private final List<Line> lines = new ArrayList<>();
    private long count;

    private record Line(FilePosition position, String text) {}

    /**
     * Begins a report.
     *
     * @param files the files of the dump, in their order
     */
    RefusalReport(Path path, List<Path> files) throws IOException {
        this.path = path;
        this.files = files.stream().map(Path::toString).toList();
        this.writer = open();
    }

    private BufferedWriter open() throws IOException {
        return new BufferedWriter(new OutputStreamWriter(PrivateFile.create(path), StandardCharsets.UTF_8));
    }

    Path path() {
        return path;
    }

    /** Writes one line: where, what, why. */
    synchronized void line(FilePosition position, String what, String why) {
        String text = position + ": " + (what.isEmpty() ? "" : TerminalSafe.text(what) + ": ") + TerminalSafe.text(why)
                + "\n";
        try {
            writer.write(text);
            count++;
            if (count <= MAX_SORTED) {
                lines.add(new Line(position, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    /** Lines come as writers finish; in the end they are put in order. */
    @Override
    public synchronized void close() throws IOException {
        writer.close();
        if (count > MAX_SORTED) {
            return;
        }
        lines.sort(Comparator.comparingInt(
                        (Line line) -> files.indexOf(line.position().file()))
                .thenComparing(line -> line.position().line())
                .thenComparing(line -> line.position().column()));
        try (BufferedWriter sorted = open()) {
            for (Line line : lines) {
                sorted.write(line.text());
            }
        }
    }
}
