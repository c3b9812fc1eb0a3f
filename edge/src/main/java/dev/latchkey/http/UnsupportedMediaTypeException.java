package dev.latchkey.http;

import java.util.Map;

/** 415: neither JSON nor a form. */
public final class UnsupportedMediaTypeException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error for a Content-Type as sent. */
    public UnsupportedMediaTypeException(String contentType) {
        super(detail(415, Map.of(), "Unsupported media type \"" + contentType + "\" in request."));
    }
}
