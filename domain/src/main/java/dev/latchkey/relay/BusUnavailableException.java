package dev.latchkey.relay;

import org.jspecify.annotations.Nullable;

/** The event bus did not take an event. */
public final class BusUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception; the message holds nothing of the event. */
    public BusUnavailableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
