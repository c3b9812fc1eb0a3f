package dev.latchkey.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The page, or a file that it needs.
 *
 * @param contentType the header Content-Type
 * @param text what is sent, as UTF-8
 * @param digest the first 16 hexadecimal digits of the text's SHA-256
 * @param isLasting whether what the address leads to never changes, because the digest is in it
 */
public record PageFile(String contentType, String text, String digest, boolean isLasting) {
    private static final int DIGEST_BYTES = 8;

    /**
     * What the page may do: run and show what is its own, call the API beside it, and nothing else. A form is sent by the script
     * alone, so that no password ends up in an address if the script does not run; and no text becomes HTML or a script.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    static PageFile of(String contentType, String text) {
        return new PageFile(contentType, text, digestOf(text), false);
    }

    PageFile lasting() {
        return new PageFile(contentType, text, digest, true);
    }

    /** Returns the header ETag, a weak one: whoever compresses the file on its way need not change it. */
    public String entityTag() {
        return "W/\"" + digest + "\"";
    }

    /** Returns all headers but Content-Type, also those of the answer 304. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", isLasting ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("ETag", entityTag());
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        return headers;
    }

    private static String digestOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
