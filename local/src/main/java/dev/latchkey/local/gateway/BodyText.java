package dev.latchkey.local.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts a body into an event, which holds text only.
 *
 * <p>Bodies of the API's binary media types go in Base64. So does a body that is no UTF-8: API Gateway would put U+FFFD in place of what
 * it cannot read, and nobody could tell the two apart.
 */
final class BodyText {
    private static final char REPLACEMENT = '\uFFFD';

    private final List<String> binaryMediaTypes;

    BodyText(List<String> binaryMediaTypes) {
        this.binaryMediaTypes = binaryMediaTypes.stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * A body as text.
     *
     * @param text the text, when there is a body
     * @param isBase64 whether it is in Base64
     */
    record Text(Optional<String> text, boolean isBase64) {
        @Override
        public String toString() { // A body may hold secrets.
            return "Text[isBase64=" + isBase64 + "]";
        }
    }

    Text of(IncomingRequest request) {
        byte[] body = request.body();
        if (body.length == 0) {
            return new Text(Optional.empty(), false);
        }
        if (isBinary(request.headers().last("Content-Type").orElse(""))) {
            return inBase64(body);
        }
        String text = new String(body, StandardCharsets.UTF_8);
        boolean isFaithful =
                text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
        return isFaithful ? new Text(Optional.of(text), false) : inBase64(body);
    }

    private static Text inBase64(byte[] body) {
        return new Text(Optional.of(Base64.getEncoder().encodeToString(body)), true);
    }

    /** Tells whether a media type is one of the API's binary ones. */
    boolean isBinary(String contentType) {
        if (binaryMediaTypes.isEmpty()) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return binaryMediaTypes.stream().anyMatch(pattern -> fits(pattern, type));
    }

    private static boolean fits(String pattern, String type) {
        return pattern.equals("*/*")
                || pattern.equals(type)
                || (pattern.endsWith("/*") && type.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
}
