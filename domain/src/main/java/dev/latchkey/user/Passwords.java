package dev.latchkey.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to what knows about passwords: their policy, and how they are hashed. */
public interface Passwords {
    /**
     * Returns all that is wrong with a password that a user chooses; empty if it may be used.
     *
     * @param username the user's name; empty when there is none
     * @param email the user's address; empty when there is none
     */
    List<String> violations(Password chosen, String username, String email);

    /** Tells whether a presented password is so long that it is wrong without being hashed. */
    boolean exceedsMaximum(Password presented);

    /**
     * Hashes a password under a new salt.
     *
     * @throws IllegalArgumentException if the password has a lone surrogate, which input validation refuses
     */
    PasswordHash hash(Password password);

    /**
     * Tells whether a password is the one that was hashed. It never throws, and computes exactly one hash of the current cost
     * where there is nothing to verify.
     *
     * @param stored the hash as it was stored; null when there is none
     */
    boolean verify(Password password, @Nullable PasswordHash stored);

    /**
     * Returns a hash of the same algorithm and cost that no password has, the same one for all such hashes; null if the hash cannot
     * be verified.
     */
    @Nullable PasswordHash way(PasswordHash stored);

    /** Tells whether a hash that verified should be replaced, because it is not ours or is of another cost. */
    boolean needsRehash(PasswordHash stored);
}
