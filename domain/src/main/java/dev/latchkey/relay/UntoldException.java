package dev.latchkey.relay;

/** An event could not be told in all its parts: it waits, and is to be relayed again. */
public final class UntoldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception from the first part that failed. */
    UntoldException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Builds the exception for a part that was begun as often as it may. */
    UntoldException(String message) {
        super(message);
    }
}
