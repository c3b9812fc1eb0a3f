package dev.latchkey.local.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A page, or a file that one needs. */
public final class StaticPage {
    private static final int ETAG_BYTES = 12;

    private final byte[] body;
    private final String contentType;
    private final String contentSecurityPolicy;
    private final String entityTag;
    private byte @Nullable [] compressed;

    StaticPage(byte[] body, String contentType, String contentSecurityPolicy) {
        this.body = body.clone();
        this.contentType = contentType;
        this.contentSecurityPolicy = contentSecurityPolicy;
        this.entityTag = "W/\"" + HexFormat.of().formatHex(digest(body), 0, ETAG_BYTES) + "\"";
    }

    /** Returns the bytes. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** Returns the bytes in the format gzip, which are made when they are first wanted. */
    public synchronized ByteBuffer compressed() {
        if (compressed == null) {
            compressed = compress(body);
        }
        return ByteBuffer.wrap(compressed).asReadOnlyBuffer();
    }

    /** Returns the header Content-Type. */
    public String contentType() {
        return contentType;
    }

    /** Returns the header Content-Security-Policy. */
    public String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /** Returns the header ETag, a weak one: it is the same whether compressed or not. */
    public String entityTag() {
        return entityTag;
    }

    private static byte[] compress(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
            output.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
