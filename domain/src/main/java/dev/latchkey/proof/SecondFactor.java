package dev.latchkey.proof;

import dev.latchkey.config.Variables;

/** Whether users may have a second factor, as {@code SECOND_FACTOR} says. */
public enum SecondFactor {
    /** They cannot set one up. Who has one from before cannot log in. */
    OFF,
    /** They may, and are asked for it from then on. */
    OPTIONAL;

    /**
     * Reads the setting.
     *
     * @throws dev.latchkey.config.InvalidSettingException if it is neither
     */
    public static SecondFactor from(Variables variables) {
        return variables.choice("SECOND_FACTOR", OFF, SecondFactor.class);
    }

    /** Tells whether users may have one. */
    public boolean isOn() {
        return this != OFF;
    }
}
