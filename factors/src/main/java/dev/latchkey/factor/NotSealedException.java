package dev.latchkey.factor;

/** A ciphertext was made for somebody else, with another key, or was changed: somebody has written to a table. */
public final class NotSealedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the error. */
    public NotSealedException(Throwable cause) {
        super("a stored secret cannot be opened for the user that it is stored with", cause);
    }
}
