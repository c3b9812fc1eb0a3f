package dev.latchkey.http;

import java.util.Map;

/** 503: the store does not answer; the same request may go through later. */
public final class UnavailableException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error. */
    public UnavailableException(int retryAfterSeconds) {
        super(detail(
                503,
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
                "Service temporarily unavailable, try again later."));
    }
}
