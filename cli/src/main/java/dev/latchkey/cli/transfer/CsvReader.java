package dev.latchkey.cli.transfer;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV as RFC 4180 has it, with any line end; an empty value without quotes is null, as databases write it. */
final class CsvReader {
    private static final int END = -1;
    private static final int UNREAD = -2;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Reader reader;
    private final List<@Nullable String> values = new ArrayList<>();
    private long line;
    private long nextLine = 1;
    private int ahead = UNREAD;

    /** A quoted value that the file ends in. */
    static final class UnclosedQuoteException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    CsvReader(Reader reader) {
        this.reader = reader;
    }

    /** Goes on to the next row, empty lines not counting; false at the end. */
    boolean next() throws IOException, UnclosedQuoteException {
        if (ahead == UNREAD) {
            ahead = reader.read();
            ahead = ahead == BYTE_ORDER_MARK ? reader.read() : ahead;
        }
        while (ahead == '\n' || ahead == '\r') {
            take();
        }
        values.clear();
        line = nextLine;
        if (ahead == END) {
            return false;
        }
        values.add(value());
        while (ahead == ',') {
            take();
            values.add(value());
        }
        return true;
    }

    /** Returns the line that the row begins on, counted from 1. */
    long line() {
        return line;
    }

    /** Returns the row's values; they are those of the next row after {@link #next}. */
    List<@Nullable String> values() {
        return values;
    }

    private @Nullable String value() throws IOException, UnclosedQuoteException {
        boolean quoted = ahead == '"';
        StringBuilder value = new StringBuilder();
        if (quoted) {
            take();
            quoted(value);
        }
        while (ahead != END && ahead != ',' && ahead != '\n' && ahead != '\r') {
            value.append((char) take());
        }
        return value.isEmpty() && !quoted ? null : value.toString();
    }

    private void quoted(StringBuilder value) throws IOException, UnclosedQuoteException {
        while (true) {
            if (ahead == END) {
                throw new UnclosedQuoteException();
            }
            int c = take();
            if (c != '"') {
                value.append((char) c);
            } else if (ahead == '"') {
                value.append((char) take());
            } else {
                return;
            }
        }
    }

    private int take() throws IOException {
        int c = ahead;
        ahead = reader.read();
        if (c == '\n' || (c == '\r' && ahead != '\n')) {
            nextLine++;
        }
        return c;
    }
}
