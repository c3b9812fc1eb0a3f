package dev.latchkey.cli.smoke;

import dev.latchkey.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request.
 *
 * @param name what it is called in the report
 * @param path below {@code /api/auth/}
 */
record ApiRequest(String name, String method, String path, Map<String, String> headers, String body) {
    /** A request without credentials. */
    static ApiRequest of(String method, String path) {
        return new ApiRequest(method + " " + path, method, path, Map.of(), "");
    }

    /** A request to an endpoint without credentials, and with a body where the endpoint reads one. */
    static ApiRequest of(Endpoint endpoint, String tokenKey, Map<String, String> body) {
        ApiRequest request =
                new ApiRequest(endpoint.toString(), endpoint.method(), endpoint.path(tokenKey), Map.of(), "");
        return body.isEmpty() ? request : request.json(body);
    }

    static ApiRequest of(Endpoint endpoint) {
        return of(endpoint, "", Map.of());
    }

    /** The same request under a name that says what is special about it. */
    ApiRequest named(String how) {
        return new ApiRequest(name + " " + how, method, path, headers, body);
    }

    ApiRequest header(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiRequest(name, method, path, more, body);
    }

    ApiRequest json(Map<String, String> members) {
        return body("application/json", Json.write(members));
    }

    ApiRequest body(String contentType, String text) {
        return new ApiRequest(name, method, path, headers, text).header("Content-Type", contentType);
    }

    /** The same request with a slash at the end of its path. */
    ApiRequest slashed() {
        return new ApiRequest(name + "/", method, path + "/", headers, body);
    }

    HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }
}
