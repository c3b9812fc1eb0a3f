package dev.latchkey.local.function;

/** A function threw instead of answering. */
public class FunctionFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FunctionFailedException(Exception cause) {
        super(cause.getMessage(), cause, false, false);
    }

    FunctionFailedException(String message) {
        super(message, null, false, false);
    }
}
