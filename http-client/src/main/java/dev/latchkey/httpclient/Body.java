package dev.latchkey.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;
import software.amazon.awssdk.http.Abortable;

/**
 * An answer's body, which gives the connection back once its last byte has been read.
 *
 * <p>Who closes it earlier gets the rest passed over if it has come already; otherwise the connection is closed, for waiting for what
 * nobody wants may cost more than a new one.
 */
final class Body extends InputStream implements Abortable {
    private static final int MAX_LINES = 65_536;
    private static final int MAX_PASSED_OVER = 65_536;
    private static final int HEXADECIMAL = 16;

    private final Exchange exchange;
    private final InputStream input;
    private final long length;
    private final boolean isKeptOpen;

    /** How much may be read before the next question how it goes on. */
    private long left;

    private boolean hasBegun;
    private boolean isOver;
    private boolean isClosed;

    /**
     * Prepares to read a body.
     *
     * @param exchange what the connection is given back to
     * @param length as {@link ResponseHead#bodyLength} tells it, and not zero
     * @param isKeptOpen whether the connection can be used after it
     */
    Body(Exchange exchange, InputStream input, long length, boolean isKeptOpen) {
        this.exchange = exchange;
        this.input = input;
        this.length = length;
        this.isKeptOpen = isKeptOpen;
        this.left = Math.max(0, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (isClosed) {
            throw new IOException("The body is closed.");
        }
        try {
            return isOver || count == 0 ? (isOver ? -1 : 0) : readSome(into, offset, count);
        } catch (IOException e) {
            abort();
            throw e;
        }
    }

    private int readSome(byte[] into, int offset, int count) throws IOException {
        if (length == ResponseHead.CHUNKED && left == 0 && !nextChunk()) {
            return -1;
        }
        boolean isCounted = length != ResponseHead.UNTIL_CLOSED;
        int read = input.read(into, offset, isCounted ? (int) Math.min(count, left) : count);
        if (read >= 0) {
            left -= isCounted ? read : 0;
            if (length > 0 && left == 0) {
                end(isKeptOpen);
            }
            return read;
        }
        if (isCounted) {
            throw new EOFException("The server closed the connection in the middle of a body.");
        }
        end(false);
        return -1;
    }

    private boolean nextChunk() throws IOException {
        Lines lines = new Lines(input, MAX_LINES);
        if (hasBegun && !lines.next().isEmpty()) {
            throw new ProtocolException("The server sends a chunk that is longer than it says.");
        }
        hasBegun = true;
        String line = lines.next();
        int extension = line.indexOf(';');
        left = ResponseHead.number((extension < 0 ? line : line.substring(0, extension)).strip(), HEXADECIMAL);
        if (left > 0) {
            return true;
        }
        while (!lines.next().isEmpty()) {
            // A trailer, which no API that is called here sends.
        }
        end(isKeptOpen);
        return false;
    }

    private void end(boolean isUsable) {
        isOver = true;
        exchange.release(isUsable);
    }

    @Override
    public int available() throws IOException {
        return isOver || isClosed ? 0 : (int) Math.min(left, input.available());
    }

    @Override
    public void close() {
        if (!isClosed && !isOver) {
            passOver();
        }
        isClosed = true;
        if (!isOver) {
            abort();
        }
    }

    private void passOver() {
        byte[] some = new byte[4_096];
        try {
            for (int passed = 0; !isOver && passed < MAX_PASSED_OVER && input.available() > 0; ) {
                passed += Math.max(0, read(some, 0, some.length));
            }
        } catch (IOException e) {
            // The connection is closed, which is all that is wanted now.
        }
    }

    @Override
    public void abort() {
        isOver = true;
        exchange.abort();
    }
}
