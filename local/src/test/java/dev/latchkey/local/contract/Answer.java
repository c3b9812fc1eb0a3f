package dev.latchkey.local.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A response as it came over the wire. */
final class Answer {
    private final int status;
    private final String reason;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    private Answer(String head, byte[] rest, boolean withoutBody) {
        String[] lines = head.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        this.status = Integer.parseInt(first[1]);
        this.reason = first.length > 2 ? first[2] : "";
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        this.body = withoutBody ? rest : readBody(rest);
    }

    /** Reads a whole response; after one to HEAD nothing may follow the headers, whatever length they state. */
    static Answer parse(byte[] bytes, boolean withoutBody) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalStateException("no HTTP response: \"" + text + "\"");
        }
        byte[] rest = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(text.substring(0, end), rest, withoutBody);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** Returns the values of a header, by its name in any case; none is an empty list. */
    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Returns the names of all headers. */
    Set<String> headerNames() {
        return Collections.unmodifiableSet(headers.keySet());
    }

    byte[] body() {
        return body.clone();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + text();
    }

    private byte[] readBody(byte[] rest) {
        if (headers("Transfer-Encoding").contains("chunked")) {
            return dechunk(rest);
        }
        List<String> length = headers("Content-Length");
        if (!length.isEmpty() && Integer.parseInt(length.get(0)) != rest.length) {
            throw new IllegalStateException(
                    "Content-Length " + length + ", but the body has " + rest.length + " bytes");
        }
        return rest;
    }

    private static byte[] dechunk(byte[] chunks) {
        String text = new String(chunks, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int position = 0;
        while (true) {
            int end = text.indexOf("\r\n", position);
            int length = Integer.parseInt(
                    text.substring(position, end).split(";", -1)[0].strip(), 16);
            if (length == 0) {
                return body.toByteArray();
            }
            body.write(chunks, end + 2, length);
            position = end + 2 + length + 2;
        }
    }
}
