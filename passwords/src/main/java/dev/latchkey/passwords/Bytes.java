package dev.latchkey.passwords;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** An immutable array of bytes, compared in constant time. */
final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    static Bytes zeros(int size) {
        return new Bytes(new byte[size]);
    }

    byte[] toArray() {
        return bytes.clone();
    }

    /** Returns it as text, which it is for the salts that Django stores. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int size() {
        return bytes.length;
    }

    boolean isSizedWithin(int min, int max) {
        return bytes.length >= min && bytes.length <= max;
    }

    /** Tells whether an array has the same content; how long that takes does not depend on where they differ. */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }
}
