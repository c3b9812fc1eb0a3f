package dev.latchkey.httpclient;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends, read ahead.
 *
 * <p>{@link java.io.BufferedInputStream} takes a lock for each byte, and a head has some hundred: that was a fifth of this client's work.
 */
final class Source extends InputStream {
    private static final int SIZE = 8_192;

    private final InputStream input;
    private final byte[] ahead = new byte[SIZE];
    private int next;
    private int end;

    Source(InputStream input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? ahead[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (next == end && count >= SIZE) {
            return input.read(into, offset, count);
        }
        if (next == end && !fill()) {
            return -1;
        }
        int read = Math.min(count, end - next);
        System.arraycopy(ahead, next, into, offset, read);
        next += read;
        return read;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, input.read(ahead, 0, SIZE));
        return end > 0;
    }

    @Override
    public int available() throws IOException {
        return end - next + input.available();
    }
}
