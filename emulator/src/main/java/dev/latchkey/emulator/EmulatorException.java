package dev.latchkey.emulator;

/** The emulator cannot start, or the tables in it do not fit the template; the message is one line that says why. */
public final class EmulatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is in the way, for whoever knows what a person can do about it. */
    public enum Reason {
        /** The port is taken. */
        PORT_TAKEN,
        /** The folder cannot be written to. */
        FOLDER_NOT_WRITABLE,
        /** Another process has the folder. */
        FOLDER_IN_USE,
        /** Something else. */
        OTHER
    }

    EmulatorException(String message) {
        this(Reason.OTHER, message);
    }

    EmulatorException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    EmulatorException(String message, Throwable cause) {
        this(Reason.OTHER, message, cause);
    }

    EmulatorException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns what is in the way. */
    public Reason reason() {
        return reason;
    }
}
