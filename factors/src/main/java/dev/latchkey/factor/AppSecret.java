package dev.latchkey.factor;

import dev.latchkey.proof.BackupCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the box for one app: its secret, and the digests of the backup codes.
 *
 * <p>A backup code has 71 random bits: too few to be safe under a plain digest in a table, so the digests lie in the box too, and
 * redeeming a code decrypts and compares, and encrypts nothing.
 */
final class AppSecret {
    private static final byte VERSION = 1;
    private static final int DIGEST_BYTES = 32;

    private final byte[] secret;
    private final List<byte[]> digests;

    private AppSecret(byte[] secret, List<byte[]> digests) {
        this.secret = secret;
        this.digests = digests;
    }

    static AppSecret of(byte[] secret) {
        return new AppSecret(secret.clone(), List.of());
    }

    AppSecret withCodes(BackupCodes codes) {
        return new AppSecret(
                secret, codes.reveal().stream().map(AppSecret::digest).toList());
    }

    byte[] write() {
        ByteBuffer bytes = ByteBuffer.allocate(2 + Totp.SECRET_BYTES + digests.size() * DIGEST_BYTES);
        bytes.put(VERSION).put(secret).put((byte) digests.size());
        digests.forEach(bytes::put);
        return bytes.array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static AppSecret read(byte[] plain) {
        ByteBuffer bytes = ByteBuffer.wrap(plain);
        if (plain.length < 2 + Totp.SECRET_BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("not the secret of an app");
        }
        byte[] secret = new byte[Totp.SECRET_BYTES];
        bytes.get(secret);
        int count = bytes.get();
        if (count < 0 || bytes.remaining() != count * DIGEST_BYTES) {
            throw new IllegalArgumentException("not the secret of an app");
        }
        List<byte[]> digests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] digest = new byte[DIGEST_BYTES];
            bytes.get(digest);
            digests.add(digest);
        }
        return new AppSecret(secret, digests);
    }

    /** Finds out which code it is; all that it could be are compared, so that time tells nothing. */
    Optional<CodeUse> check(Code code, Instant now, int window) {
        return code.isSixDigits() ? ofApp(code, now, window) : ofBackup(code);
    }

    private Optional<CodeUse> ofApp(Code code, Instant now, int window) {
        byte[] presented = code.digits().getBytes(StandardCharsets.US_ASCII);
        long step = Totp.step(now);
        Optional<CodeUse> found = Optional.empty();
        for (long each = step - window; each <= step; each++) {
            byte[] right = Totp.code(secret, each).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(right, presented)) {
                found = Optional.of(new CodeUse.OfApp(each));
            }
        }
        return found;
    }

    private Optional<CodeUse> ofBackup(Code code) {
        byte[] presented = digest(code.reveal());
        Optional<CodeUse> found = Optional.empty();
        for (int i = 0; i < digests.size(); i++) {
            if (MessageDigest.isEqual(digests.get(i), presented)) {
                found = Optional.of(new CodeUse.OfBackup(i));
            }
        }
        return found;
    }

    private static byte[] digest(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
