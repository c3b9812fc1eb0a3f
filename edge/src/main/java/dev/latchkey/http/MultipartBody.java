package dev.latchkey.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code multipart/form-data} (RFC 7578), as Django's parser reads it for Django REST framework: of equal names the last
 * wins, bytes that are no text become U+FFFD, and a file is no text.
 *
 * <p>One pass over the body finds its parts; nothing is searched twice.
 */
final class MultipartBody {
    /** Django's {@code DATA_UPLOAD_MAX_NUMBER_FIELDS}. */
    private static final int MAX_FIELDS = 1_000;

    /** RFC 2046 section 5.1.1 says 70 characters; Django takes 200. */
    private static final Pattern BOUNDARY = Pattern.compile("[ -~]{1,200}");

    private static final Pattern DISPOSITION =
            Pattern.compile("content-disposition:[ \\t]*form-data((?:;[^\\r\\n]*)?)", Pattern.CASE_INSENSITIVE);
    /** What stands for a file: nothing that a field of text takes. */
    private static final Object FILE = List.of();

    private MultipartBody() {}

    /**
     * Reads the fields.
     *
     * @throws ParseException if the boundary is missing, or there are more than 1,000 fields
     */
    static Map<String, @Nullable Object> read(byte[] body, String boundary, Charset charset) {
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw new ParseException("Multipart form parse error - Invalid boundary in multipart: "
                    + (boundary.isEmpty() ? "None" : "?"));
        }
        // A character for each byte, so that places in the text are places in the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "\r\n--" + boundary;
        Map<String, @Nullable Object> fields = new HashMap<>();
        int fieldCount = 0;
        int start = text.startsWith(delimiter.substring(2)) ? delimiter.length() - 2 : after(text, delimiter, 0);
        while (start >= 0 && !text.startsWith("--", start)) {
            int end = text.indexOf(delimiter, start);
            if (end < 0) {
                return fields; // What is cut off is no field.
            }
            if (++fieldCount > MAX_FIELDS) {
                throw new ParseException("The number of fields exceeds " + MAX_FIELDS + ".");
            }
            readPart(text.substring(start, end), charset, fields);
            start = end + delimiter.length();
        }
        return fields;
    }

    private static int after(String text, String delimiter, int from) {
        int at = text.indexOf(delimiter, from);
        return at < 0 ? -1 : at + delimiter.length();
    }

    private static void readPart(String part, Charset charset, Map<String, @Nullable Object> fields) {
        int end = part.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        Matcher disposition = DISPOSITION.matcher(part.substring(0, end));
        if (!disposition.find()) {
            return;
        }
        Map<String, String> parameters = parameters(disposition.group(1));
        String name = parameters.get("name");
        boolean isFile = parameters.containsKey("filename") || parameters.containsKey("filename*");
        if (name != null) {
            fields.put(text(name, charset), isFile ? FILE : text(part.substring(end + 4), charset));
        }
    }

    /** Reads {@code ; name="value"; name=value}: by hand, since a pattern for quoted texts recurses for each of their characters. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return parameters;
            }
            String name = text.substring(at, equals);
            StringBuilder value = new StringBuilder();
            at = readValue(text, equals + 1, value);
            parameters.put(
                    Request.lower(name.substring(name.lastIndexOf(';') + 1).strip()), value.toString());
        }
        return parameters;
    }

    /** Reads a value, and returns where the text goes on after it. */
    private static int readValue(String text, int start, StringBuilder value) {
        boolean quoted = start < text.length() && text.charAt(start) == '"';
        int at = quoted ? start + 1 : start;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (quoted ? c == '"' : c == ';') {
                return quoted ? at : at - 1;
            }
            boolean escape = quoted && c == '\\' && at < text.length();
            value.append(escape ? text.charAt(at++) : c);
        }
        return at;
    }

    private static String text(String bytes, Charset charset) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), charset);
    }
}
