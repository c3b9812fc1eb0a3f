package dev.latchkey.snapstart;

import dev.latchkey.config.Variables;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.UserIds;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to prime with, with all the members that API Gateway sends, all about a user that cannot be: ids begin at 1. */
public final class SampleEvents {
    /** A session that nobody has. */
    public static final TokenKey NO_KEY = new TokenKey("0000000000000000");

    /** An address for documentation (RFC 5737). */
    private static final String ADDRESS = "192.0.2.1";

    private SampleEvents() {}

    /** Returns a proxy event that carries nobody's principal. */
    public static InputStream withPrincipal(String method, String path) {
        return stream(proxy(method, path, "", nobodysContext()));
    }

    /** Returns the same with a JSON body, posted. */
    public static InputStream withPrincipal(String path, Map<String, ?> body) {
        return withPrincipal("POST", path, body);
    }

    /** Returns the same with a JSON body, by another method. */
    public static InputStream withPrincipal(String method, String path, Map<String, ?> body) {
        return stream(proxy(method, path, Json.write(body), nobodysContext()));
    }

    /** Returns the same for a path that has parameters. */
    public static InputStream withPrincipal(String path, Map<String, String> parameters, Map<String, String> body) {
        Map<String, @Nullable Object> event = proxy("POST", path, Json.write(body), nobodysContext());
        event.put("pathParameters", parameters);
        return stream(event);
    }

    /** Returns the event of a service that has a key with a scope, with a JSON body, posted. */
    public static InputStream withKey(String path, String scope, Map<String, ?> body) {
        Principal service =
                new Principal(UserIds.NOBODY, Nobody.USERNAME, Nobody.EMAIL, NO_KEY, "", "", "", false, "", scope);
        return stream(proxy("POST", path, Json.write(body), contextOf(service)));
    }

    /** Returns a proxy event with a JSON body, posted. */
    public static InputStream withBody(String path, Map<String, ?> body) {
        return stream(proxy("POST", path, Json.write(body), context()));
    }

    /** Returns the event of a REST API request authorizer, with nobody's token as the settings would have it. */
    public static InputStream authorizer(Variables variables) {
        TokenSettings settings = TokenSettings.from(variables);
        Map<String, @Nullable Object> event = proxy("GET", "/", "", context());
        event.put("type", "REQUEST");
        event.put("methodArn", "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/prod/GET/");
        Map<String, Object> headers = headers();
        headers.put(
                "Authorization",
                settings.scheme() + " " + Nobody.token(settings).reveal());
        putHeaders(event, headers);
        return stream(event);
    }

    private static Map<String, @Nullable Object> proxy(
            String method, String path, String body, Map<String, @Nullable Object> context) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("resource", path);
        event.put("path", path);
        event.put("httpMethod", method);
        putHeaders(event, headers());
        event.put("queryStringParameters", null);
        event.put("multiValueQueryStringParameters", null);
        event.put("pathParameters", null);
        event.put("stageVariables", null);
        event.put("requestContext", context);
        event.put("body", body);
        event.put("isBase64Encoded", false);
        return event;
    }

    private static void putHeaders(Map<String, @Nullable Object> event, Map<String, Object> headers) {
        Map<String, Object> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        event.put("headers", headers);
        event.put("multiValueHeaders", lists);
    }

    private static Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Accept", "*/*");
        headers.put("Content-Type", "application/json");
        headers.put("Host", "abcdef1234.execute-api.us-east-1.amazonaws.com");
        headers.put("User-Agent", "priming");
        headers.put("X-Amzn-Trace-Id", "Root=1-00000000-000000000000000000000000");
        headers.put("X-Forwarded-For", ADDRESS);
        headers.put("X-Forwarded-Port", "443");
        headers.put("X-Forwarded-Proto", "https");
        return headers;
    }

    private static Map<String, @Nullable Object> nobodysContext() {
        return contextOf(new Principal(UserIds.NOBODY, Nobody.USERNAME, Nobody.EMAIL, NO_KEY, ""));
    }

    private static Map<String, @Nullable Object> contextOf(Principal principal) {
        Map<String, @Nullable Object> context = context();
        Map<String, Object> authorizer = new LinkedHashMap<>(principal.toContext());
        authorizer.put("principalId", Long.toString(UserIds.NOBODY));
        authorizer.put("integrationLatency", 1);
        context.put("authorizer", authorizer);
        return context;
    }

    private static Map<String, @Nullable Object> context() {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("accountId", null);
        identity.put("caller", null);
        identity.put("sourceIp", ADDRESS);
        identity.put("userAgent", "priming");
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("accountId", "123456789012");
        context.put("protocol", "HTTP/1.1");
        context.put("stage", "prod");
        context.put("requestTime", "01/Jan/1970:00:00:00 +0000");
        context.put("requestTimeEpoch", 0);
        context.put("requestId", "priming");
        context.put("identity", identity);
        return context;
    }

    private static InputStream stream(Map<String, @Nullable Object> event) {
        return new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8));
    }
}
