package dev.latchkey.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** Text in another charset, as UTF-8. */
final class Recoded extends InputStream {
    private static final int CHARACTERS = 8_192;

    private final Reader text;
    private final char[] characters = new char[CHARACTERS];
    private byte[] bytes = new byte[0];
    private int position;

    Recoded(Reader text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(bytes[position++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (position < bytes.length) {
            return true;
        }
        int read = text.read(characters, 0, CHARACTERS - 1);
        if (read < 0) {
            return false;
        }
        if (Character.isHighSurrogate(characters[read - 1])) {
            int low = text.read();
            if (low >= 0) {
                characters[read++] = (char) low;
            }
        }
        bytes = new String(characters, 0, read).getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
