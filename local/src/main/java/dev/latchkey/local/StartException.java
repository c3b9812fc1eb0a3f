package dev.latchkey.local;

/** The local server cannot start, for a reason that the user can do something about; the message is one line. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
