package dev.latchkey.cli.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The names in a file so far, each by 64 bits of its SHA-256: two of a million different names are taken for one with a
 * probability of 1 in 37 million.
 */
final class SeenNames {
    private final LongMap ids = new LongMap();

    /** Returns the id that came with the name first: this one, unless the name was seen before. */
    long first(String nameKey, long id) {
        long before = ids.putIfAbsent(hash(nameKey), id);
        return before == 0 ? id : before;
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
