package dev.latchkey.store;

/** The store did not answer in time, refused for load, or cannot be reached; a write may or may not have been done. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception; the message names the operation, never its content. */
    public StoreUnavailableException(String operation, Throwable cause) {
        super("DynamoDB did not serve " + operation + " (" + cause.getClass().getSimpleName() + ")", cause);
    }

    /** Builds the exception for an operation that has had its time. */
    public StoreUnavailableException(String operation) {
        super("DynamoDB did not serve " + operation + " in time");
    }
}
