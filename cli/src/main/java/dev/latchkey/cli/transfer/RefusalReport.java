package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.TerminalSafe;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * The file that tells, a line each, which rows were not imported and why. It holds user names, so that only its owner may
 * read it; it holds no hashes and no tokens.
 */
final class RefusalReport implements AutoCloseable {
    private final Path path;
    private final BufferedWriter writer;
    private final LongAdder lines = new LongAdder();

    RefusalReport(Path path) throws IOException {
        this.path = path;
        this.writer = new BufferedWriter(new OutputStreamWriter(PrivateFile.create(path), StandardCharsets.UTF_8));
    }

    Path path() {
        return path;
    }

    /** Writes one line: where, what, why. */
    synchronized void line(FilePosition position, String what, String why) {
        try {
            writer.write(position + ": " + (what.isEmpty() ? "" : TerminalSafe.text(what) + ": ")
                    + TerminalSafe.text(why) + "\n");
            lines.increment();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isEmpty() {
        return lines.sum() == 0;
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
