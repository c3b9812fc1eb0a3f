package dev.latchkey.local.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came in.
 *
 * @param method the method as sent
 * @param path the path as sent, percent-encoded
 * @param query the query string as sent, without the question mark
 * @param headers the header fields
 * @param body the body; none is an empty array
 * @param sourceIp the client's address
 * @param protocol such as HTTP/1.1
 */
record IncomingRequest(
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        byte[] body,
        String sourceIp,
        String protocol) {
    /** Returns the same with one slash after the stage, where all that are there count as one. */
    IncomingRequest withoutSlashesAfterStage() {
        int slashes = 0;
        while (slashes < path.length() && path.charAt(slashes) == '/') {
            slashes++;
        }
        return slashes < 2
                ? this
                : new IncomingRequest(method, path.substring(slashes - 1), query, headers, body, sourceIp, protocol);
    }

    @Override
    public String toString() { // Query, headers and body may hold secrets.
        return "IncomingRequest[" + method + " " + path + "]";
    }
}
