package dev.latchkey.store;

/**
 * Too many requests changed the same account at once, and this one never had its turn. The store is well, nothing was written,
 * and the same request may go through later.
 */
public final class ContentionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception; the message names the operation, never its content. */
    public ContentionException(String operation) {
        super(operation + " lost against other changes of the same account, again and again", null, false, false);
    }
}
