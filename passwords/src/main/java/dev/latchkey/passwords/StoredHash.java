package dev.latchkey.passwords;

/** A hash that was stored, read and found to be computable within bounds. */
@FunctionalInterface
interface StoredHash {
    /**
     * Computes the hash of a password and compares it in constant time.
     *
     * @param password the password in UTF-8
     */
    boolean matches(byte[] password);
}
