package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Writes a request, its head and its body in one packet where they fit.
 *
 * <p>A body whose length nobody announced is read first, and sent with its length; chunks are never sent.
 */
final class RequestWriter {
    private static final int BUFFER = 8_192;
    private static final int NO_BODY = -1;
    private static final String HOST = "Host";
    private static final String LENGTH = "Content-Length";

    /** What is written here by itself, or is about a way of sending that is not used here. */
    private static final List<String> OWN = List.of(HOST, LENGTH, "Transfer-Encoding", "Expect");

    private final SdkHttpRequest request;
    private final Route route;
    private final Optional<ContentStreamProvider> content;

    RequestWriter(HttpExecuteRequest request, Route route) {
        this.request = request.httpRequest();
        this.route = route;
        this.content = request.contentStreamProvider();
    }

    void write(OutputStream output) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(output, BUFFER);
        if (content.isPresent()) {
            try (InputStream body = content.get().newStream()) {
                write(body, buffered);
            }
        } else {
            buffered.write(head(mayHaveBody() ? 0 : NO_BODY));
        }
        buffered.flush();
    }

    private boolean mayHaveBody() {
        return request.method() != SdkHttpMethod.GET && request.method() != SdkHttpMethod.HEAD;
    }

    private void write(InputStream body, OutputStream output) throws IOException {
        Optional<String> announced = request.firstMatchingHeader(LENGTH);
        if (announced.isPresent()) {
            long length = Long.parseLong(announced.get());
            output.write(head(length));
            copy(body, length, output);
        } else {
            byte[] all = body.readAllBytes();
            output.write(head(all.length));
            output.write(all);
        }
    }

    private static void copy(InputStream body, long length, OutputStream output) throws IOException {
        byte[] some = new byte[BUFFER];
        long left = length;
        while (true) {
            int read = body.read(some);
            if (read > left || (read < 0 && left > 0)) {
                throw new IOException(
                        "The body is " + (read < 0 ? "shorter" : "longer") + " than its Content-Length, " + length);
            }
            if (read < 0) {
                return;
            }
            output.write(some, 0, read);
            left -= read;
        }
    }

    private byte[] head(long length) {
        StringBuilder head = new StringBuilder(1_024);
        head.append(request.method().name()).append(' ');
        append(head, route.isForwarded() ? request.getUri().toString() : target());
        head.append(" HTTP/1.1\r\n");
        header(head, HOST, request.firstMatchingHeader(HOST).orElseGet(this::host));
        if (route.isForwarded() && route.proxy() != null && route.proxy().authorization() != null) {
            header(head, "Proxy-Authorization", route.proxy().authorization());
        }
        request.forEachHeader((name, values) -> {
            if (!isOwn(name)) {
                header(head, name, String.join(",", values));
            }
        });
        if (length != NO_BODY) {
            header(head, LENGTH, Long.toString(length));
        }
        return head.append("\r\n").toString().getBytes(UTF_8);
    }

    private static boolean isOwn(String name) {
        for (String own : OWN) {
            if (own.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private String target() {
        String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
        Optional<String> query = request.encodedQueryParameters();
        return query.isPresent() ? path + "?" + query.get() : path;
    }

    private String host() {
        return SdkHttpUtils.isUsingStandardPort(request.protocol(), request.port())
                ? request.host()
                : route.authority();
    }

    private static void header(StringBuilder head, String name, String value) {
        append(head, name);
        head.append(": ");
        append(head, value);
        head.append("\r\n");
    }

    /** Appends what may not end a line, or the rest would be read as a header that nobody set. */
    private static void append(StringBuilder head, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("A request's head must not have the control character " + (int) c
                        + ", which its " + (i + 1) + "th character is.");
            }
        }
        head.append(text);
    }
}
