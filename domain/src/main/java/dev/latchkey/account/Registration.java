package dev.latchkey.account;

import dev.latchkey.config.Variables;

/** Who may register, by the setting {@code REGISTRATION}. */
public enum Registration {
    /** Anybody. */
    OPEN,
    /** Nobody: operators create users. */
    CLOSED;

    /** Reads the setting. */
    public static Registration from(Variables variables) {
        return variables.choice("REGISTRATION", OPEN, Registration.class);
    }
}
