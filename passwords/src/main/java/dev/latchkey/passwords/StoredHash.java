package dev.latchkey.passwords;

import java.nio.charset.StandardCharsets;

/** A hash that was stored, read and found to be computable within bounds. */
interface StoredHash {
    /** A salt that every algorithm takes. */
    Bytes SAME_SALT = Bytes.of("0000000000000000".getBytes(StandardCharsets.US_ASCII));

    /** Returns the salt. */
    Bytes salt();

    /** Returns what a right password hashes to. */
    Bytes hash();

    /**
     * Computes the hash of a password.
     *
     * @param password the password in UTF-8
     */
    byte[] compute(byte[] password);

    /** Returns algorithm and cost, for people. */
    String kind();

    /** Returns the text of a hash of the same algorithm and cost. */
    String encode(Bytes salt, Bytes hash);

    /**
     * Computes the hash of a password and compares it in constant time.
     *
     * @param password the password in UTF-8
     */
    default boolean matches(byte[] password) {
        return hash().matches(compute(password));
    }

    /** Returns a hash of the same algorithm and cost that no password has, the same for all such hashes. */
    default String way() {
        return encode(SAME_SALT, Bytes.zeros(hash().size()));
    }

    /** Returns algorithm, cost and salt, as the text of a hash that no password has. */
    default String withoutHash() {
        return encode(salt(), Bytes.zeros(hash().size()));
    }
}
