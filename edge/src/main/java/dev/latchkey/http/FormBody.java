package dev.latchkey.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code application/x-www-form-urlencoded}, read as Python's {@code urllib.parse.parse_qsl} does.
 *
 * <p>Pairs are split at {@code &} alone, blank values are kept, of equal names the last wins (django.http.QueryDict), a
 * percent sign without two hexadecimal digits stands for itself, and bytes that are no text become U+FFFD.
 */
final class FormBody {
    /** Django's {@code DATA_UPLOAD_MAX_NUMBER_FIELDS}. */
    private static final int MAX_FIELDS = 1_000;

    private FormBody() {}

    static Map<String, @Nullable Object> read(byte[] body, Charset charset) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        String[] pairs = new String(body, StandardCharsets.ISO_8859_1).split("&", -1);
        if (pairs.length > MAX_FIELDS) {
            throw new ParseException("The number of fields exceeds " + MAX_FIELDS + ".");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.put(decode(name, charset), decode(value, charset));
            }
        }
        return fields;
    }

    private static String decode(String text, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : hex(text.charAt(i + 2));
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                bytes.write(c == '+' ? ' ' : c);
                i++;
            }
        }
        return bytes.toString(charset);
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
