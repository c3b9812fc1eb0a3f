package dev.latchkey.user;

/**
 * An encoded password hash as stored: a PHC string, or what Django stored. Kept out of logs by a dead {@code toString}.
 *
 * @param encoded the whole encoded text
 */
public record PasswordHash(String encoded) {
    /** Tells nothing. */
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
