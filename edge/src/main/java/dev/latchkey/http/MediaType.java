package dev.latchkey.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Content-Type header.
 *
 * @param type the type in lower case, such as {@code application/json}
 * @param charset the charset of the body
 * @param boundary what stands between the parts of a multipart body, empty if there is none
 */
record MediaType(String type, Charset charset, String boundary) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /**
     * The charsets that clients send, by the names that Python has for them too. Any other is read as UTF-8: what a firewall in front
     * cannot read, such as EBCDIC, is not to be understood behind it.
     */
    private static final Map<String, Charset> CHARSETS = Map.ofEntries(
            Map.entry("us-ascii", StandardCharsets.US_ASCII),
            Map.entry("ascii", StandardCharsets.US_ASCII),
            Map.entry("iso-8859-1", StandardCharsets.ISO_8859_1),
            Map.entry("iso8859-1", StandardCharsets.ISO_8859_1),
            Map.entry("latin-1", StandardCharsets.ISO_8859_1),
            Map.entry("latin1", StandardCharsets.ISO_8859_1),
            Map.entry("l1", StandardCharsets.ISO_8859_1),
            Map.entry("windows-1252", WINDOWS_1252),
            Map.entry("cp1252", WINDOWS_1252));

    /** Reads a header; one that was sent twice over, in the same words, is one. */
    static MediaType parse(String header) {
        String[] parts = single(header).split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].strip().split("=", 2);
            if (parameter.length == 2) {
                parameters.put(
                        Request.lower(parameter[0].strip()),
                        parameter[1].strip().replace("\"", ""));
            }
        }
        String charset = Request.lower(parameters.getOrDefault("charset", "")).replace('_', '-');
        return new MediaType(
                Request.lower(parts[0].strip()),
                CHARSETS.getOrDefault(charset, StandardCharsets.UTF_8),
                parameters.getOrDefault("boundary", ""));
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    private static String single(String header) {
        List<String> values = Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
        return values.size() == 1 ? values.get(0) : header;
    }
}
