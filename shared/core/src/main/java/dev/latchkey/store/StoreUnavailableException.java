package dev.latchkey.store;

/** The store did not answer in time, refused for load, or cannot be reached; what was asked may or may not have been done. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception; the message names the operation, never what was in it. */
    public StoreUnavailableException(String operation, Throwable cause) {
        super("DynamoDB did not serve " + operation + " (" + cause.getClass().getSimpleName() + ")", cause);
    }

    /** Builds the exception for an operation whose attempts are used up. */
    public StoreUnavailableException(String operation) {
        super("DynamoDB did not serve " + operation + " within the attempts allowed");
    }
}
