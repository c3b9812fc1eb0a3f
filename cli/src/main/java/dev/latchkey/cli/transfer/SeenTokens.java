package dev.latchkey.cli.transfer;

import dev.latchkey.token.TokenDigest;
import java.nio.ByteBuffer;

/** The tokens of a dump, each by 64 bits of its digest. */
final class SeenTokens {
    private static final int AFTER_KEY = 8;

    private final LongMap digests = new LongMap();

    void add(TokenDigest digest) {
        digests.putIfAbsent(bits(digest), 1);
    }

    boolean contains(TokenDigest digest) {
        return digests.get(bits(digest)) != 0;
    }

    /** Reads the bits behind the key, so that two tokens with the same key differ. */
    private static long bits(TokenDigest digest) {
        return ByteBuffer.wrap(digest.bytes()).getLong(AFTER_KEY);
    }
}
