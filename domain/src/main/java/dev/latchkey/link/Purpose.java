package dev.latchkey.link;

import dev.latchkey.token.TokenFormat;
import java.util.Locale;

/** What a mailed secret is good for. The purpose is in its text and in its key, so that none works for another. */
public enum Purpose {
    /** Choosing a new password. */
    RESET,
    /** Showing that the address on file is one's own. */
    VERIFY,
    /** Showing that an address is one's own, which then takes the place of the one on file. */
    EMAIL,
    /** Taking back a change of security. */
    UNDO;

    /** Returns the name under which it is stored. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a stored name.
     *
     * @throws IllegalArgumentException if there is no such purpose
     */
    public static Purpose of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Returns the form of its secrets: the purpose, then what a token has. */
    public TokenFormat format() {
        return new TokenFormat(label() + "_", false);
    }
}
