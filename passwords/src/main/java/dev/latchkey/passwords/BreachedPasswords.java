package dev.latchkey.passwords;

import dev.latchkey.user.Password;

/**
 * Passwords that are known from breaches, and which nobody may choose (NIST SP 800-63B-4, section 3.1.1.2).
 *
 * <p>They are looked at where a password is chosen, and never at a login. What cannot be looked up lets the password through: a list
 * of others that is not there must not keep people from registering.
 */
@FunctionalInterface
public interface BreachedPasswords {
    /** Knows of no breach. */
    BreachedPasswords NONE = password -> false;

    /** Tells whether a password is known from a breach. */
    boolean contains(Password password);
}
