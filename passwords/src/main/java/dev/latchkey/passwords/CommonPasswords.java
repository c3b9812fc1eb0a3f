package dev.latchkey.passwords;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The passwords that are refused for being common: Django's list, one a line, sorted by the bytes of its UTF-8.
 *
 * <p>It is read when first asked for, as one array of 158 KiB that is searched in place; no object is made per line.
 */
final class CommonPasswords {
    private static final String RESOURCE = "common-passwords.txt";

    private CommonPasswords() {}

    /** Tells whether a password, in lower case and without surrounding space, is on the list. */
    static boolean contains(String password) {
        return Holder.LINES.contains(password.getBytes(StandardCharsets.UTF_8));
    }

    /** Loaded with the first question. */
    private static final class Holder {
        static final SortedLines LINES = new SortedLines(read());

        private static byte[] read() {
            try (InputStream in = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
                return Objects.requireNonNull(in, RESOURCE).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Text of sorted lines, each ended by a line feed. */
    private static final class SortedLines {
        private final byte[] text;

        SortedLines(byte[] text) {
            this.text = text;
        }

        boolean contains(byte[] line) {
            int low = 0;
            int high = text.length;
            while (low < high) {
                int start = startOfLine((low + high) >>> 1);
                int end = endOfLine(start);
                int order = Arrays.compareUnsigned(text, start, end, line, 0, line.length);
                if (order == 0) {
                    return true;
                } else if (order < 0) {
                    low = end + 1;
                } else {
                    high = start;
                }
            }
            return false;
        }

        private int startOfLine(int index) {
            int start = index;
            while (start > 0 && text[start - 1] != '\n') {
                start--;
            }
            return start;
        }

        private int endOfLine(int start) {
            int end = start;
            while (text[end] != '\n') {
                end++;
            }
            return end;
        }
    }
}
