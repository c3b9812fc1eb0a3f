package dev.latchkey.user;

import java.util.Locale;

/** What an account is for. */
public enum Kind {
    /** A person, who has a password, an address and factors. */
    PERSON,
    /** A service, which has keys alone. */
    SERVICE;

    /** Returns the name that is stored. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a stored name.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static Kind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
