package dev.latchkey.emulator;

/** The emulator cannot start, or the tables in it do not fit the template; the message is one line that says why. */
public final class EmulatorException extends RuntimeException {
    EmulatorException(String message) {
        super(message);
    }

    EmulatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
