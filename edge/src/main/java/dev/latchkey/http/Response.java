package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer: a status, headers of its own beside those that every answer has or instead of them, and a body.
 *
 * @param status the HTTP status
 * @param headers by name
 * @param body a JSON value, a {@link Document}, or null for none
 * @param event what happened to an account, for the log, or null for nothing
 */
public record Response(
        int status,
        Map<String, String> headers,
        @Nullable Object body,
        @Nullable AccountEvent event) {
    /** Copies the headers. */
    public Response {
        headers = Map.copyOf(headers);
    }

    /** Builds an answer about which there is nothing to log. */
    public Response(int status, Map<String, String> headers, @Nullable Object body) {
        this(status, headers, body, null);
    }

    /** Returns the same answer, with an event for the log. */
    public Response withEvent(AccountEvent what) {
        return new Response(status, headers, body, what);
    }

    /** Tells nothing of the body, which may hand out a token. */
    @Override
    public String toString() {
        return "Response[" + status + " " + headers + "]";
    }

    /** Answers with a body. */
    public static Response of(int status, Object body) {
        return new Response(status, Map.of(), body);
    }

    /** Answers 204 without a body. */
    public static Response noContent() {
        return new Response(204, Map.of(), null);
    }
}
