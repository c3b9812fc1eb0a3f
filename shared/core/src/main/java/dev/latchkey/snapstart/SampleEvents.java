package dev.latchkey.snapstart;

import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.token.TokenKey;
import dev.latchkey.token.TokenText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events to prime with, as API Gateway sends them, all about a user that cannot be: ids begin at 1. */
public final class SampleEvents {
    /** The id of nobody. */
    public static final long NOBODY = 0;

    /** A session that nobody has. */
    public static final TokenKey NO_KEY = new TokenKey("0000000000000000");

    private SampleEvents() {}

    /** Returns a proxy event that carries nobody's principal. */
    public static InputStream withPrincipal(String method, String path) {
        return stream(proxy(method, path, "", nobodysContext()));
    }

    /** Returns the same with a JSON body, posted. */
    public static InputStream withPrincipal(String path, Map<String, String> body) {
        return stream(proxy("POST", path, Json.write(body), nobodysContext()));
    }

    /** Returns a proxy event with a JSON body, posted. */
    public static InputStream withBody(String path, Map<String, String> body) {
        return stream(proxy("POST", path, Json.write(body), context()));
    }

    /** Returns the event of a REST API request authorizer. */
    public static InputStream authorizer(String scheme, TokenText token) {
        Map<String, Object> event = proxy("GET", "/", "", context());
        event.put("type", "REQUEST");
        event.put("methodArn", "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/prod/GET/");
        event.put("headers", Map.of("Authorization", scheme + " " + token.reveal()));
        return stream(event);
    }

    /** Returns somewhere to write an answer to that nobody reads. */
    public static ByteArrayOutputStream nowhere() {
        return new ByteArrayOutputStream();
    }

    private static Map<String, Object> proxy(String method, String path, String body, Map<String, Object> context) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("httpMethod", method);
        event.put("path", path);
        event.put("headers", Map.of("Content-Type", "application/json", "User-Agent", "priming"));
        event.put("multiValueHeaders", Map.of("Content-Type", List.of("application/json")));
        event.put("requestContext", context);
        event.put("body", body);
        event.put("isBase64Encoded", false);
        return event;
    }

    private static Map<String, Object> nobodysContext() {
        Map<String, Object> context = context();
        context.put("authorizer", new Principal(NOBODY, "", "", NO_KEY, "").toContext());
        return context;
    }

    private static Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("requestId", "priming");
        context.put("identity", Map.of("sourceIp", ""));
        return context;
    }

    private static InputStream stream(Map<String, Object> event) {
        return new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8));
    }
}
