package dev.latchkey.passwords;

import org.jspecify.annotations.Nullable;

/**
 * Reads every form of stored hash that is known: ours, what ours was put around at an import, and those of Django 5.2 ({@code
 * django/contrib/auth/hashers.py}).
 *
 * <p>Unusable passwords ({@code !…}), the unsalted MD5 and SHA-1 of Django before 5.1 and its salted SHA-1 are not
 * known: Django itself no longer reads them. {@code docs/stored-passwords.md} lists the bounds.
 */
final class StoredHashes {
    /** Four times what Django's own column takes. */
    private static final int MAX_LENGTH = 512;

    private final Argon2 argon2;
    private final Heap heap;

    StoredHashes(Argon2 argon2, Heap heap) {
        this.argon2 = argon2;
        this.heap = heap;
    }

    /** Reads a stored hash; null unless it can be computed within bounds. */
    @Nullable StoredHash parse(String encoded) {
        int end = encoded.indexOf('$');
        if (end < 0 || encoded.length() > MAX_LENGTH) {
            return null;
        }
        return switch (encoded.substring(0, end)) {
            case "" -> argon2(encoded);
            case WrappedHash.PREFIX -> WrappedHash.parse(encoded, this);
            case "argon2" -> argon2(encoded.substring(end));
            case "pbkdf2_sha256" -> Pbkdf2Hash.parse(encoded, "PBKDF2WithHmacSHA256", 32);
            case "pbkdf2_sha1" -> Pbkdf2Hash.parse(encoded, "PBKDF2WithHmacSHA1", 20);
            case "bcrypt_sha256" -> BcryptHash.parseOfSha256(encoded.substring(end + 1));
            case "bcrypt" -> BcryptHash.parse(encoded.substring(end + 1));
            case "scrypt" -> ScryptHash.parse(encoded, heap);
            case "md5" -> Md5Hash.parse(encoded);
            default -> null;
        };
    }

    private @Nullable StoredHash argon2(String text) {
        PhcString phc = PhcString.parse(text);
        if (phc == null || !heap.canHold(phc.cost().memoryKib())) {
            return null;
        }
        return new Argon2Hash(phc, argon2);
    }
}
