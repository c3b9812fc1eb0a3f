package dev.latchkey.http;

import java.util.Map;

/**
 * A request that ends in one of the contract's errors; the counterpart of {@code rest_framework.exceptions.APIException}.
 */
public abstract class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    ApiException(Response response) {
        super("HTTP " + response.status(), null, false, false);
        this.response = response;
    }

    /** Returns the answer that the client gets. */
    public Response response() {
        return response;
    }

    /** Builds the usual answer, one text under {@code detail}. */
    static Response detail(int status, Map<String, String> headers, String detail) {
        return new Response(status, headers, Map.of("detail", detail));
    }
}
