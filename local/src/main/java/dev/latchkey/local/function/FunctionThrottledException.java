package dev.latchkey.local.function;

/** A function was not called, because too many of its calls wait already. */
public final class FunctionThrottledException extends FunctionFailedException {
    private static final long serialVersionUID = 1L;

    FunctionThrottledException() {
        super("Rate Exceeded.");
    }
}
