package dev.latchkey.http;

import java.util.Map;

/** 400: the body cannot be read. */
public final class ParseException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the problem quotes nothing of the body. */
    public ParseException(String problem) {
        super(detail(400, Map.of(), problem));
    }
}
