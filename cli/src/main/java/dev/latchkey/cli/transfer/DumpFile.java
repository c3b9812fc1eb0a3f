package dev.latchkey.cli.transfer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A dump: JSON as {@code manage.py dumpdata} writes it, or the CSV of one table; in UTF-8 or UTF-16, gzipped or not. */
final class DumpFile {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int LONGEST_MAGIC = 6;

    /** How packed files begin, and what they are called. */
    private static final Map<String, String> PACKINGS = Map.of(
            "BZh",
            ".bz2",
            "\u00fd7zXZ",
            ".xz",
            "PK\003\004",
            ".zip",
            "7z\u00bc\u00af",
            ".7z",
            "(\u00b5/\u00fd",
            ".zst");

    private final Path path;
    private final Models models;
    private final CsvForm csv;

    DumpFile(Path path, Models models, CsvForm csv) {
        this.path = path;
        this.models = models;
        this.csv = csv;
    }

    /**
     * Reads the whole file, holding one row of it at a time.
     *
     * @throws DamagedFileException if it cannot be read to its end
     */
    void read(RowConsumer rows) throws IOException, DamagedFileException {
        String name = path.toString();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
                InputStream unzipped = unzipped(raw);
                InputStream stream = inUtf8(unzipped)) {
            checkPacking(name, stream);
            if (looksLikeJson(stream)) {
                new JsonDump(name, models).read(stream, rows);
            } else {
                new CsvDump(name, models, csv).read(stream, rows);
            }
        } catch (MalformedInputException e) {
            throw new DamagedFileException(name, "this begins like UTF-16, and is not");
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

    /** Django reads and writes these packings too. */
    private static void checkPacking(String name, InputStream stream) throws IOException, DamagedFileException {
        stream.mark(LONGEST_MAGIC);
        String start = new String(stream.readNBytes(LONGEST_MAGIC), StandardCharsets.ISO_8859_1);
        stream.reset();
        for (Map.Entry<String, String> packing : PACKINGS.entrySet()) {
            if (start.startsWith(packing.getKey())) {
                throw new DamagedFileException(
                        name, "this is packed as " + packing.getValue() + ": unpack it, or pack it with gzip");
            }
        }
    }

    /** Windows PowerShell writes what is redirected to a file in UTF-16, with a mark in front. */
    private static InputStream inUtf8(InputStream stream) throws IOException {
        stream.mark(2);
        int first = stream.read();
        int second = stream.read();
        stream.reset();
        boolean little = (second == 0 && first > 0) || (first == 0xFF && second == 0xFE);
        boolean big = (first == 0 && second > 0) || (first == 0xFE && second == 0xFF);
        if (!little && !big) {
            return stream;
        }
        Charset charset = little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        return new BufferedInputStream(new Recoded(new InputStreamReader(stream, charset.newDecoder())), BUFFER);
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
