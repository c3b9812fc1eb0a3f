package dev.latchkey.passwords;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.BCrypt;
import org.jspecify.annotations.Nullable;

/**
 * {@code bcrypt$$2b$12$…} and {@code bcrypt_sha256$$2b$12$…}: bcrypt of the password, or of its SHA-256 in hexadecimal.
 *
 * <p>Of a longer password, the first 72 bytes count, as in the {@code bcrypt} package before 5.0. A null character is a
 * byte like any other, as there.
 *
 * @param preHashed whether the password goes through SHA-256 first
 * @param cost the binary logarithm of the number of rounds
 */
record BcryptHash(boolean preHashed, int cost, Bytes salt, Bytes hash) implements StoredHash {
    /** Eight times the rounds that Django uses. */
    static final int MAX_COST = 15;

    private static final int MIN_COST = 4;
    private static final int MAX_PASSWORD = 72;
    private static final int HASH_BYTES = 23;

    /** The identifiers that the {@code bcrypt} package takes, all of them for the same function. */
    private static final Pattern FORMAT =
            Pattern.compile("\\$2[abxy]\\$([0-9]{2})\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");

    static @Nullable StoredHash parse(String text) {
        return parse(text, false);
    }

    static @Nullable StoredHash parseOfSha256(String text) {
        return parse(text, true);
    }

    private static @Nullable StoredHash parse(String text, boolean preHashed) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int cost = Integer.parseInt(matcher.group(1));
        Bytes salt = BcryptBase64.decode(matcher.group(2));
        Bytes hash = BcryptBase64.decode(matcher.group(3));
        boolean computable = cost >= MIN_COST && cost <= MAX_COST;
        return salt == null || hash == null || !computable ? null : new BcryptHash(preHashed, cost, salt, hash);
    }

    @Override
    public byte[] compute(byte[] password) {
        byte[] input = preHashed ? sha256(password) : password;
        return Arrays.copyOf(BCrypt.generate(truncated(input), salt.toArray(), cost, true), HASH_BYTES);
    }

    @Override
    public String kind() {
        return (preHashed ? "bcrypt_sha256 " : "bcrypt ") + cost;
    }

    @Override
    public String encode(Bytes otherSalt, Bytes otherHash) {
        return "%s$$2b$%02d$%s%s"
                .formatted(
                        preHashed ? "bcrypt_sha256" : "bcrypt",
                        cost,
                        BcryptBase64.encode(otherSalt),
                        BcryptBase64.encode(otherHash));
    }

    private static byte[] sha256(byte[] password) {
        String hex = HexFormat.of().formatHex(Digests.of("SHA-256").digest(password));
        return hex.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] truncated(byte[] input) {
        return Arrays.copyOf(input, Math.min(input.length, MAX_PASSWORD));
    }
}
