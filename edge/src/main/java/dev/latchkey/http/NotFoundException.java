package dev.latchkey.http;

import java.util.Map;

/** 404: there is no such thing, or it is somebody else's. */
public final class NotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error. */
    public NotFoundException() {
        super(detail(404, Map.of(), "Not found."));
    }
}
