package dev.latchkey.user;

/**
 * An encoded password hash as stored: a PHC string, or what Django stored. Kept out of logs by a dead {@code toString}.
 *
 * @param encoded the whole encoded text
 */
public record PasswordHash(String encoded) {
    /** What the text of a hash begins with that another system made and an import put Argon2id around. */
    public static final String WRAPPED = "wrapped";

    /** Tells whether it is a hash that an import put Argon2id around. */
    public boolean isWrapped() {
        return encoded.startsWith(WRAPPED + "$");
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
