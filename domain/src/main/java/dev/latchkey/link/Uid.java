package dev.latchkey.link;

import dev.latchkey.config.Variables;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code uid} of a mailed link: a user's id, enciphered with a checksum in one block of AES.
 *
 * <p>All uids have the same length and tell nothing: not the id, and not whether a guessed one names anybody. One that was not made
 * with the stack's key is refused without a look at any table. It opens nothing by itself.
 */
public final class Uid {
    private static final int BLOCK = 16;

    private final SecretKeySpec key;

    /** Derives the key from {@code UID_KEY}, which tells this stack from all others. */
    public Uid(Variables variables) {
        byte[] digest = sha256("latchkey uid " + variables.required("UID_KEY"));
        this.key = new SecretKeySpec(Arrays.copyOf(digest, BLOCK), "AES");
    }

    /** Returns the uid of a user: 22 characters of base64url. */
    public String write(long userId) {
        byte[] block = ByteBuffer.allocate(BLOCK).putLong(userId).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(crypt(Cipher.ENCRYPT_MODE, block));
    }

    /** Returns the id that a uid names, or nothing for a text that this stack did not write; never fails. */
    public OptionalLong read(String text) {
        byte[] block;
        try {
            block = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        if (block.length != BLOCK) {
            return OptionalLong.empty();
        }
        ByteBuffer plain = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, block));
        long userId = plain.getLong();
        boolean isOurs = plain.getLong() == 0 && userId >= 0 && write(userId).equals(text);
        return isOurs ? OptionalLong.of(userId) : OptionalLong.empty();
    }

    /** One block of its own needs no mode: each id has one uid. */
    private byte[] crypt(int mode, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
