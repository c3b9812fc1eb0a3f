package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest under which a token is stored: SHA-256 of the text for tokens issued here, SHA-512 for those brought from Knox.
 *
 * <p>A token carries 256 random bits, so that a plain digest cannot be searched for its text; OWASP ASVS 5 asks for no more.
 */
public final class TokenDigest {
    private static final int KEY_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private TokenDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the digest of a token issued here. */
    public static TokenDigest of(TokenText token) {
        return new TokenDigest(digest("SHA-256", token.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the digest that Knox 5 stores, SHA-512 of the token's text (knox/crypto.py); also used for DRF's tokens. */
    public static TokenDigest sha512(byte[] data) {
        return new TokenDigest(digest("SHA-512", data));
    }

    /** Returns the digest of sites that set Knox's {@code SECURE_HASH_ALGORITHM} to SHA3-512. */
    static TokenDigest sha3(byte[] data) {
        return new TokenDigest(digest("SHA3-512", data));
    }

    /**
     * Takes a digest as it was stored.
     *
     * @throws IllegalArgumentException if it is neither 32 nor 64 bytes long
     */
    public static TokenDigest stored(byte[] bytes) {
        if (bytes.length != 32 && bytes.length != 64) {
            throw new IllegalArgumentException("a digest has 32 or 64 bytes, not " + bytes.length);
        }
        return new TokenDigest(bytes.clone());
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the digest in lower-case hexadecimal. */
    public String hex() {
        return HEX.formatHex(bytes);
    }

    /** Returns the key that the digest begins with. */
    public TokenKey key() {
        return new TokenKey(HEX.formatHex(bytes, 0, KEY_BYTES));
    }

    /** Compares in a time that does not depend on where the two differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenDigest that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return "TokenDigest[" + key() + "]";
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
