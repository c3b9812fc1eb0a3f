package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 401: no valid token was presented. */
public final class NotAuthenticatedException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; the scheme goes into WWW-Authenticate (RFC 9110 section 11.6.1). */
    public NotAuthenticatedException(String scheme, String problem) {
        this(scheme, problem, null);
    }

    /** Builds the error with an event for the log, or null. */
    public NotAuthenticatedException(String scheme, String problem, @Nullable AccountEvent event) {
        super(with(detail(401, Map.of("WWW-Authenticate", scheme), problem), event));
    }

    private static Response with(Response response, @Nullable AccountEvent event) {
        return event == null ? response : response.withEvent(event);
    }
}
