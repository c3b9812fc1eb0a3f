package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer with one text under {@code error}, as django-trench has them ({@code trench.responses.ErrorResponse}). */
public final class ErrorException extends ApiException {
    private static final long serialVersionUID = 1L;

    private ErrorException(int status, String error, @Nullable AccountEvent event) {
        super(new Response(status, Map.of(), Map.of("error", error), event));
    }

    /** 400: what is asked for cannot be done. */
    public static ErrorException badRequest(String error) {
        return new ErrorException(400, error, null);
    }

    /**
     * 401: what was presented is not accepted.
     *
     * <p>It has no WWW-Authenticate, since it is not a token that would help; nor could it have one, since API Gateway gives that header
     * another name where a function sets it.
     */
    public static ErrorException notAuthenticated(String error, @Nullable AccountEvent event) {
        return new ErrorException(401, error, event);
    }
}
