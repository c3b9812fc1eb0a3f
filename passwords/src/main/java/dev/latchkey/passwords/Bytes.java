package dev.latchkey.passwords;

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

    byte[] toArray() {
        return bytes.clone();
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
