package dev.latchkey.http;

import java.util.Map;

/** 413: the body is over the limit. */
public final class BodyTooLargeException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the limit is in bytes. */
    public BodyTooLargeException(int most) {
        super(detail(413, Map.of(), "Request body is too large. It must not be over " + most + " bytes."));
    }
}
