package dev.latchkey.http;

import java.util.Map;

/** 403: the user has as many live tokens as allowed; the body is that of Knox's login view (knox/views.py). */
public final class TokenLimitException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error. */
    public TokenLimitException() {
        super(Response.of(403, Map.of("error", "Maximum amount of tokens allowed per user exceeded.")));
    }
}
