package dev.latchkey.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The first lines of an answer (RFC 9112), and what they say of how its body ends.
 *
 * <p>Answers that come before the answer, such as 100 Continue, are passed over.
 */
final class ResponseHead {
    /** How long a body is that ends with the connection. */
    static final long UNTIL_CLOSED = -1;

    /** How long a body is that comes in chunks. */
    static final long CHUNKED = -2;

    private static final int MAX_BYTES = 65_536;
    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Lines lines;
    private final SdkHttpFullResponse.Builder response = SdkHttpResponse.builder();
    private boolean isOfHttp10;

    private ResponseHead(InputStream input) {
        this.lines = new Lines(input, MAX_BYTES);
    }

    /**
     * Reads a head to its end.
     *
     * @throws ProtocolException when it is not a head of HTTP/1, or longer than 64 KiB
     * @throws java.io.EOFException when the connection ends before it
     */
    static ResponseHead read(InputStream input) throws IOException {
        while (true) {
            ResponseHead head = new ResponseHead(input);
            head.readLines();
            if (head.status() >= FIRST_FINAL) {
                return head;
            }
            if (head.status() == SWITCHING_PROTOCOLS) {
                throw new ProtocolException("The server goes over to another protocol, which nobody asked for.");
            }
        }
    }

    int status() {
        return response.statusCode();
    }

    String reason() {
        return response.statusText();
    }

    SdkHttpResponse response() {
        return response.build();
    }

    /**
     * Returns how long the body is, {@link #CHUNKED} or {@link #UNTIL_CLOSED} (RFC 9112, 6.3).
     *
     * @throws ProtocolException when the head contradicts itself, or names an encoding that is not known
     */
    long bodyLength(SdkHttpMethod method) throws ProtocolException {
        if (method == SdkHttpMethod.HEAD || status() == NO_CONTENT || status() == NOT_MODIFIED) {
            return 0;
        }
        String encoding = only("Transfer-Encoding");
        if (encoding != null) {
            if (!encoding.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("The server answers with the unknown Transfer-Encoding " + encoding);
            }
            return CHUNKED;
        }
        String length = only("Content-Length");
        return length == null ? UNTIL_CLOSED : number(length, 10);
    }

    /** Tells whether the server goes on with the connection after this answer. */
    boolean isKeptOpen() {
        boolean saysClose = false;
        boolean saysKeepAlive = false;
        for (String value : response.matchingHeaders("Connection")) {
            for (String option : value.split(",", -1)) {
                String name = option.trim().toLowerCase(Locale.ROOT);
                saysClose |= name.equals("close");
                saysKeepAlive |= name.equals("keep-alive");
            }
        }
        // With both, the one is from something between that did not know the other (RFC 9112, 6.3).
        boolean isAmbiguous = response.firstMatchingHeader("Transfer-Encoding").isPresent()
                && response.firstMatchingHeader("Content-Length").isPresent();
        return !saysClose && !isAmbiguous && (!isOfHttp10 || saysKeepAlive);
    }

    /** Reads a number of a length that fits a {@code long}, without a sign. */
    static long number(String text, int radix) throws ProtocolException {
        try {
            if (!text.isEmpty() && Character.digit(text.charAt(0), radix) >= 0) {
                return Long.parseLong(text, radix);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ProtocolException("The server says that something is \"" + text + "\" bytes long.");
    }

    private @Nullable String only(String name) throws ProtocolException {
        List<String> values = response.matchingHeaders(name);
        for (String value : values) {
            if (!value.equals(values.get(0))) {
                throw new ProtocolException("The server sends two headers " + name + " that differ.");
            }
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private void readLines() throws IOException {
        readStatus(lines.next());
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new ProtocolException(
                        "The server sends a line that is no header, of " + line.length() + " bytes.");
            }
            response.appendHeader(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** Reads a line such as {@code HTTP/1.1 200 OK}; the reason may be missing. */
    private void readStatus(String line) throws ProtocolException {
        boolean isHttp1 = line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ';
        if (!isHttp1 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new ProtocolException("The server does not answer with HTTP/1.");
        }
        isOfHttp10 = line.charAt(7) == '0';
        long status = number(line.substring(9, 12), 10);
        response.statusCode((int) status).statusText(line.length() > 13 ? line.substring(13) : "");
    }
}
