package dev.latchkey.passwords;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** {@code pbkdf2_sha256$iterations$salt$hash} and the same of SHA-1, computed by the JDK. */
record Pbkdf2Hash(String algorithm, int iterations, Bytes salt, Bytes hash) implements StoredHash {
    /** Five times what Django 5.2 uses. */
    static final int MAX_ITERATIONS = 5_000_000;

    static @Nullable StoredHash parse(String encoded, String algorithm, int length) {
        List<String> fields = Fields.split(encoded, 4);
        if (fields == null) {
            return null;
        }
        int iterations = Fields.number(fields.get(1), MAX_ITERATIONS);
        Bytes salt = Fields.salt(fields.get(2));
        Bytes hash = Fields.base64(fields.get(3), length);
        return iterations == 0 || salt == null || hash == null
                ? null
                : new Pbkdf2Hash(algorithm, iterations, salt, hash);
    }

    @Override
    public byte[] compute(byte[] password) {
        PBEKeySpec spec = new PBEKeySpec(characters(password), salt.toArray(), iterations, hash.size() * 8);
        try {
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String kind() {
        return name() + " " + iterations;
    }

    private String name() {
        return algorithm.endsWith("SHA1") ? "pbkdf2_sha1" : "pbkdf2_sha256";
    }

    @Override
    public String encode(Bytes otherSalt, Bytes otherHash) {
        return "%s$%d$%s$%s".formatted(name(), iterations, otherSalt.text(), Fields.base64(otherHash));
    }

    /** The JDK takes characters, and makes UTF-8 of them again. */
    private static char[] characters(byte[] password) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        return characters;
    }
}
