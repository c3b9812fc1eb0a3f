package dev.latchkey.cli.smoke;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * The user that the test logs in as.
 *
 * @param isNew whether the test makes the user
 */
record SmokeUser(String username, String password, boolean isNew) {
    private static final int NAME_BYTES = 6;
    private static final int PASSWORD_BYTES = 24;

    /** A user that does not exist yet, with a password that nobody will know. */
    static SmokeUser random() {
        return new SmokeUser("smoke-" + HexFormat.of().formatHex(bytes(NAME_BYTES)), randomPassword(), true);
    }

    /** The same user with another password; who was given keeps the password. */
    SmokeUser withNextPassword() {
        return isNew ? new SmokeUser(username, randomPassword(), true) : this;
    }

    String email() {
        return username + "@example.com";
    }

    Map<String, String> credentials() {
        return Map.of("username", username, "password", password);
    }

    Map<String, String> registration() {
        return Map.of("username", username, "email", email(), "password", password);
    }

    private static String randomPassword() {
        return Base64.getUrlEncoder().encodeToString(bytes(PASSWORD_BYTES));
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[number];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return username;
    }
}
