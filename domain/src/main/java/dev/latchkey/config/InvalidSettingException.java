package dev.latchkey.config;

/** A setting is missing or has a value that cannot be used; the message names the setting and says what it takes. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * Builds the exception.
     *
     * @param setting the setting's name, as in the environment
     * @param problem what is wrong, as the rest of a sentence that begins with the name
     */
    public InvalidSettingException(String setting, String problem) {
        super(setting + " " + problem);
        this.setting = setting;
    }

    /** Returns the name of the setting, as in the environment. */
    public String setting() {
        return setting;
    }
}
