package dev.latchkey.passkey;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Bytes as a value. JSON carries them in base64url (WebAuthn Level 3, section 5.1.8). */
public final class Octets {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies bytes. */
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** Reads base64url, with padding or without; nothing if it is something else. */
    public static Optional<Octets> read(String text) {
        try {
            return Optional.of(new Octets(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns how many bytes there are. */
    public int length() {
        return bytes.length;
    }

    /** Returns the bytes in base64url without padding. */
    public String text() {
        return ENCODER.encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Octets[" + bytes.length + " bytes]";
    }
}
