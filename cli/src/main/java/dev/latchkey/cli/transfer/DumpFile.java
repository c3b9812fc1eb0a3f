package dev.latchkey.cli.transfer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A dump: JSON as {@code manage.py dumpdata} writes it, or the CSV of one table; gzipped or not. */
final class DumpFile {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path path;
    private final Models models;

    DumpFile(Path path, Models models) {
        this.path = path;
        this.models = models;
    }

    /**
     * Reads the whole file, holding one row of it at a time.
     *
     * @throws DamagedFileException if it cannot be read to its end
     */
    void read(RowConsumer rows) throws IOException, DamagedFileException {
        String name = path.toString();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
                InputStream stream = unzipped(raw)) {
            if (looksLikeJson(stream)) {
                new JsonDump(name).read(stream, rows);
            } else {
                new CsvDump(name, models).read(stream, rows);
            }
        } catch (ZipException e) {
            throw new DamagedFileException(name, "the gzip data is damaged: " + e.getMessage());
        } catch (EOFException e) {
            throw new DamagedFileException(name, "the gzip data is cut off");
        }
    }

    private static InputStream unzipped(InputStream stream) throws IOException {
        stream.mark(2);
        int magic = stream.read() << 8 | stream.read();
        stream.reset();
        return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(stream, BUFFER), BUFFER) : stream;
    }

    /** JSON begins with a bracket or brace, after white space and perhaps a byte order mark; CSV with a column's name. */
    private static boolean looksLikeJson(InputStream stream) throws IOException {
        stream.mark(BUFFER);
        int first = stream.read();
        int passed = 1;
        while (passed < BUFFER && (first == 0xEF || first == 0xBB || first == 0xBF || isWhiteSpace(first))) {
            first = stream.read();
            passed++;
        }
        stream.reset();
        return first == '[' || first == '{';
    }

    private static boolean isWhiteSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
