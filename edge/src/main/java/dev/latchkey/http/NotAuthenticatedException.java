package dev.latchkey.http;

import java.util.Map;

/** 401: no valid token was presented. */
public final class NotAuthenticatedException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the scheme goes into WWW-Authenticate (RFC 9110 section 11.6.1). */
    public NotAuthenticatedException(String scheme, String problem) {
        super(detail(401, Map.of("WWW-Authenticate", scheme), problem));
    }
}
