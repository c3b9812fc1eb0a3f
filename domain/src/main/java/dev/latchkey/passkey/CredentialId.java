package dev.latchkey.passkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name that an authenticator gave a passkey.
 *
 * @param value 1 to 1023 bytes (WebAuthn Level 3, section 4, "Credential ID")
 */
public record CredentialId(Octets value) {
    private static final int MAX_BYTES = 1023;

    /** Validates the length. */
    public CredentialId {
        if (!fits(value)) {
            throw new IllegalArgumentException("a credential id has 1 to 1023 bytes");
        }
    }

    /** Reads base64url; nothing if it cannot be a credential's id. */
    public static Optional<CredentialId> read(String text) {
        return Octets.read(text).filter(CredentialId::fits).map(CredentialId::new);
    }

    private static boolean fits(Octets value) {
        return value.length() > 0 && value.length() <= MAX_BYTES;
    }

    /** Returns the digest under which the passkey is stored: SHA-256 in lower-case hexadecimal. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Returns the id in base64url without padding, as browsers show it. */
    public String text() {
        return value.text();
    }
}
