package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer with one text under {@code error}, as django-trench has them ({@code trench.responses.ErrorResponse}). */
public final class ErrorException extends ApiException {
    private static final long serialVersionUID = 1L;

    private ErrorException(int status, Map<String, String> headers, String error, @Nullable AccountEvent event) {
        super(new Response(status, headers, Map.of("error", error), event));
    }

    /** 400: what is asked for cannot be done. */
    public static ErrorException badRequest(String error) {
        return new ErrorException(400, Map.of(), error, null);
    }

    /** 401: what was presented is not accepted; the scheme goes into WWW-Authenticate (RFC 9110 section 11.6.1). */
    public static ErrorException notAuthenticated(String scheme, String error, @Nullable AccountEvent event) {
        return new ErrorException(401, Map.of("WWW-Authenticate", scheme), error, event);
    }
}
