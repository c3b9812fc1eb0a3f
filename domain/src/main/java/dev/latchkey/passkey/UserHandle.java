package dev.latchkey.passkey;

import dev.latchkey.config.Randomness;

/**
 * By what authenticators know a user: random, so that it tells nothing about them (WebAuthn Level 3, section 14.6.1).
 *
 * @param value 1 to 64 bytes
 */
public record UserHandle(Octets value) {
    private static final int NEW_BYTES = 32;

    /** Makes one. */
    public static UserHandle random(Randomness randomness) {
        return new UserHandle(Octets.of(randomness.bytes(NEW_BYTES)));
    }
}
