package dev.latchkey.user;

import java.util.Locale;

/** What a user can prove beside a password. */
public enum Factor {
    /** Six digits of an authenticator app. */
    APP,
    /** A passkey. */
    PASSKEY;

    /** Returns the name that is stored and shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a stored name.
     *
     * @throws IllegalArgumentException if there is no such factor
     */
    public static Factor of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
