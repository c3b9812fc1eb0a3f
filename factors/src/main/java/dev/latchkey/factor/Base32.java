package dev.latchkey.factor;

/** Base32 without padding (RFC 4648 section 6), as authenticator apps read secrets. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    /** Writes bytes; their number has to be a multiple of five, so that nothing is left over. */
    static String write(byte[] bytes) {
        if (bytes.length % BITS != 0) {
            throw new IllegalArgumentException("not a multiple of five: " + bytes.length);
        }
        StringBuilder text = new StringBuilder(bytes.length * Byte.SIZE / BITS);
        int buffer = 0;
        int held = 0;
        for (byte each : bytes) {
            buffer = buffer << Byte.SIZE | Byte.toUnsignedInt(each);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt(buffer >> held & (1 << BITS) - 1));
            }
            buffer &= (1 << held) - 1;
        }
        return text.toString();
    }
}
