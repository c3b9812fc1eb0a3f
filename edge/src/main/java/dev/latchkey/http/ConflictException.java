package dev.latchkey.http;

import java.util.Map;

/** 409: other requests changed the same account at the same time, again and again; this one may go through later. */
public final class ConflictException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error. */
    public ConflictException(int retryAfterSeconds) {
        super(detail(
                409,
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
                "The account was changed by other requests at the same time, try again."));
    }
}
