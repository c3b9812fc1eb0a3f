package dev.latchkey.passwords;

import dev.latchkey.passwords.Argon2.Variant;
import java.nio.charset.StandardCharsets;

/** Keys made of passphrases, for files that leave this place. */
public final class PassphraseKey {
    /** 64 MiB and three passes: RFC 9106's second choice (section 4), with one lane, since this runs in one thread. */
    public static final Argon2Parameters COST = new Argon2Parameters(65_536, 3, 1);

    private PassphraseKey() {}

    /**
     * Derives a key by Argon2id.
     *
     * @param salt at least 8 bytes (RFC 9106 section 3.1), other ones for each key
     * @param length how many bytes the key has
     */
    public static byte[] derive(String passphrase, byte[] salt, Argon2Parameters cost, int length) {
        return Argon2.BOUNCY_CASTLE.hash(
                passphrase.getBytes(StandardCharsets.UTF_8), salt, Variant.CURRENT, cost, length);
    }
}
