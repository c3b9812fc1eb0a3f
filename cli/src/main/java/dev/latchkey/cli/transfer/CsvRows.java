package dev.latchkey.cli.transfer;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 has it, with any delimiter and line end; empty lines do not count, and rows may have any number of values.
 * Between tabs, as databases write them, a backslash stands before what would end the value.
 */
final class CsvRows extends CsvCallbackHandler<CsvRow> {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private long line;
    private List<@Nullable String> values = new ArrayList<>();
    private RecordType type = RecordType.DATA;

    private final CsvForm form;
    private final char delimiter;

    private CsvRows(CsvForm form, char delimiter) {
        this.form = form;
        this.delimiter = delimiter;
    }

    /** Passes over a byte order mark, if there is one. */
    static void passOverMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    /**
     * Begins to read.
     *
     * @param reader the text, with or without a byte order mark
     * @param delimiter what stands between values
     * @return the rows; to read on throws {@link de.siegmar.fastcsv.reader.CsvParseException} where it is not CSV
     */
    static CsvReader<CsvRow> read(BufferedReader reader, CsvForm form, char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(new CsvRows(form, delimiter), reader);
    }

    @Override
    protected RecordType getRecordType() {
        return type;
    }

    @Override
    protected int getFieldCount() {
        return values.size();
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = startingLineNumber;
        values = new ArrayList<>();
        type = RecordType.DATA;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        String value = new String(buffer, offset, length);
        if (quoted) {
            values.add(value);
        } else {
            values.add(value.isEmpty() || form.nullTexts().contains(value) ? null : unescaped(value));
        }
    }

    private String unescaped(String value) {
        if (delimiter != '\t' || value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            boolean escape = value.charAt(i) == '\\' && i + 1 < value.length();
            char c = value.charAt(escape ? ++i : i);
            int at = escape ? "tnr0".indexOf(c) : -1;
            text.append(at < 0 ? c : "\t\n\r\0".charAt(at));
        }
        return text.toString();
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        type = RecordType.COMMENT;
    }

    @Override
    protected void setEmpty() {
        type = RecordType.EMPTY;
    }

    @Override
    protected CsvRow buildRecord() {
        return new CsvRow(line, values);
    }
}
