package dev.latchkey.factor;

import dev.latchkey.config.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A box with a key of its own: AES-256 in GCM (NIST SP 800-38D), with the owner as additional data.
 *
 * <p>Nonces are 96 random bits: with fewer than 2^32 secrets under one key a repetition is less likely than 2^-32 (section 8.3).
 */
public final class KeyBox implements SecretBox {
    /** How many bytes the key has. */
    public static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LEAST = 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE;

    private final SecretKeySpec key;
    private final Randomness randomness;

    /**
     * Builds a box.
     *
     * @param key {@link #KEY_BYTES} bytes
     * @throws IllegalArgumentException if there are not as many
     */
    public KeyBox(byte[] key, Randomness randomness) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.randomness = randomness;
    }

    @Override
    public byte[] seal(Owner owner, byte[] plain) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(plain);
            return ByteBuffer.allocate(1 + nonce.length + encrypted.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    @Override
    public byte[] open(Owner owner, byte[] sealed) {
        if (sealed.length < LEAST || sealed[0] != VERSION) {
            throw new NotSealedException(new IllegalArgumentException("not of this box"));
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer rest = ByteBuffer.wrap(sealed, 1, sealed.length - 1).get(nonce);
        byte[] encrypted = new byte[rest.remaining()];
        rest.get(encrypted);
        try {
            return cipher(Cipher.DECRYPT_MODE, owner, nonce).doFinal(encrypted);
        } catch (AEADBadTagException e) {
            throw new NotSealedException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    private Cipher cipher(int mode, Owner owner, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(
                ("latchkey factor " + owner.userId() + " " + owner.incarnation()).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
