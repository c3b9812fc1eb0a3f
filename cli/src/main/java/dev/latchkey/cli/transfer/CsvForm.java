package dev.latchkey.cli.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param delimiter what stands between values; null to find it in the first row
 * @param nullTexts what stands for no value, beside nothing at all, where it is not in quotes
 */
record CsvForm(@Nullable Character delimiter, Set<String> nullTexts) {
    /** What MySQL's and SQL Server's tools ({@code NULL}), and COPY of MySQL and PostgreSQL ({@code \N}) write. */
    static final CsvForm DEFAULT = new CsvForm(null, Set.of("NULL", "\\N"));

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LONGEST_HEADER = 1 << 16;

    CsvForm {
        nullTexts = Set.copyOf(nullTexts);
    }

    /** Returns the delimiter: the one given, or the one that stands most often in the first row. */
    char delimiterOf(BufferedReader text) throws IOException {
        if (delimiter != null) {
            return delimiter;
        }
        text.mark(LONGEST_HEADER);
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        for (int i = 0; i < LONGEST_HEADER - 1; i++) {
            int c = text.read();
            if (c < 0 || (!quoted && (c == '\n' || c == '\r'))) {
                break;
            }
            quoted = quoted != (c == '"');
            for (int d = 0; d < counts.length && !quoted; d++) {
                counts[d] += c == DELIMITERS[d] ? 1 : 0;
            }
        }
        text.reset();
        int most = 0;
        for (int d = 1; d < counts.length; d++) {
            most = counts[d] > counts[most] ? d : most;
        }
        return DELIMITERS[most];
    }

    /** Names a delimiter to a person. */
    static String name(char delimiter) {
        return switch (delimiter) {
            case ',' -> "a comma";
            case ';' -> "a semicolon";
            case '\t' -> "a tab";
            default -> "\"" + delimiter + "\"";
        };
    }
}
