package dev.latchkey.passwords;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code md5$salt$hex}: MD5 of salt and password. Too weak to keep; it is read so that a login can replace it. */
record Md5Hash(Bytes salt, Bytes hash) implements StoredHash {

    static @Nullable StoredHash parse(String encoded) {
        List<String> fields = Fields.split(encoded, 3);
        if (fields == null) {
            return null;
        }
        Bytes salt = Fields.salt(fields.get(1));
        return salt == null || !isHex(fields.get(2))
                ? null
                : new Md5Hash(salt, Bytes.of(HexFormat.of().parseHex(fields.get(2))));
    }

    private static boolean isHex(String text) {
        return text.length() == 32 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public byte[] compute(byte[] password) {
        MessageDigest digest = Digests.of("MD5");
        digest.update(salt.toArray());
        return digest.digest(password);
    }

    @Override
    public String kind() {
        return "md5";
    }

    @Override
    public String encode(Bytes otherSalt, Bytes otherHash) {
        return "md5$" + otherSalt.text() + "$" + HexFormat.of().formatHex(otherHash.toArray());
    }
}
