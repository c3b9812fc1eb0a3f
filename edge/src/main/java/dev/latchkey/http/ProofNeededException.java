package dev.latchkey.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 403: the user has to prove who they are before this is done, at {@code /reauthenticate}. */
public final class ProofNeededException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the ways say by what it can be proved. */
    public ProofNeededException(List<String> ways) {
        super(Response.of(403, body(ways)));
    }

    private static Map<String, Object> body(List<String> ways) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("detail", "Prove who you are, and try again.");
        body.put("reauthenticate", List.copyOf(ways));
        return body;
    }
}
