package dev.latchkey.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads the lines of an answer, all of which together may have so many bytes. */
final class Lines {
    private final InputStream input;
    private final int max;
    private int read;

    Lines(InputStream input, int max) {
        this.input = input;
        this.max = max;
    }

    /**
     * Reads a line, and returns it without its end, which is a line feed with or without a carriage return (RFC 9112, 2.2).
     *
     * @throws EOFException when the connection ends before the line does
     * @throws ProtocolException when there are more bytes than may be
     */
    String next() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException(
                        read == 0
                                ? "The server closed the connection and did not answer."
                                : "The server closed the connection in the middle of an answer.");
            }
            read++;
            if (read > max) {
                throw new ProtocolException("The server sends lines of more than " + max + " bytes.");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
