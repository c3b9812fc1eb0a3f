package dev.latchkey.http;

import java.util.Map;

/** 405: the path does not take this method. */
public final class MethodNotAllowedException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; {@code allow} is the Allow header (RFC 9110 section 10.2.1). */
    public MethodNotAllowedException(String method, String allow) {
        super(detail(405, Map.of("Allow", allow), "Method \"" + method + "\" not allowed."));
    }
}
