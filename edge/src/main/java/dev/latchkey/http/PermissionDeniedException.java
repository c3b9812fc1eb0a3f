package dev.latchkey.http;

import java.util.Map;

/** 403: the request is understood, and nobody may do it here; the counterpart of {@code PermissionDenied}. */
public final class PermissionDeniedException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the detail is for the client to read. */
    public PermissionDeniedException(String detail) {
        super(detail(403, Map.of(), detail));
    }
}
