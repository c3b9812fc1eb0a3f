package dev.latchkey.local.contract;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A request as it goes over the wire: nothing is added but Host, Connection and the body's length. */
final class ExactRequest {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final String method;
    private final String target;
    private final List<Header> headers = new ArrayList<>();
    private byte[] body = {};
    private Charset headerCharset = StandardCharsets.UTF_8;

    /** A header line; names keep their case, and values keep their white space. */
    record Header(String name, String value) {}

    ExactRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    ExactRequest header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    ExactRequest body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    ExactRequest json(String text) {
        return header("Content-Type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
    }

    ExactRequest token(String token) {
        return header("Authorization", "Token " + token);
    }

    /** Says how characters outside ASCII in header values become bytes; UTF-8 unless told otherwise. */
    ExactRequest headerCharset(Charset charset) {
        headerCharset = charset;
        return this;
    }

    /** Tells whether any header has a character outside ASCII that the charset can say. */
    boolean hasForeignHeaders(Charset charset) {
        return headers.stream()
                .map(Header::value)
                .anyMatch(value -> value.chars().anyMatch(c -> c > 0x7e)
                        && charset.newEncoder().canEncode(value));
    }

    byte[] head(String host) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        text.append("Host: ").append(host).append("\r\nConnection: close\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (body.length > 0 || WITH_BODY.contains(method)) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(headerCharset);
    }

    List<Header> headers() {
        return List.copyOf(headers);
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    byte[] body() {
        return body.clone();
    }

    boolean expectsNoBody() {
        return method.equals("HEAD");
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers;
    }
}
