package dev.latchkey.proof;

import java.util.Arrays;

/** A secret and the digests of backup codes, encrypted: what may lie in a table. */
public final class Sealed {
    private final byte[] bytes;

    /** Copies the bytes. */
    public Sealed(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}
