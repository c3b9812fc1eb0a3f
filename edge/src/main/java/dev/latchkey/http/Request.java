package dev.latchkey.http;

import dev.latchkey.json.Json;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as an API Gateway proxy event carries it: REST API, or HTTP API with payload format 1.0, which have one form.
 *
 * <p>See the AWS pages "Set up Lambda proxy integrations in API Gateway" and "Create AWS Lambda proxy integrations for HTTP
 * APIs in API Gateway". {@code toString} tells nothing, since headers and body carry secrets.
 */
public final class Request {
    private final String method;
    private final String path;
    private final String route;
    private final Map<String, String> headers;
    private final Map<String, @Nullable Object> pathParameters;
    private final Map<String, @Nullable Object> context;
    private final byte[] body;
    private final String sourceIp;

    private Request(Map<String, @Nullable Object> event, @Nullable ClientAddress clientAddress) {
        this.context = Json.object(event.get("requestContext"));
        this.method = text(event.get("httpMethod"));
        this.path = text(event.get("path"));
        this.route = text(event.get("resource"));
        this.headers = headers(event);
        this.pathParameters = Json.object(event.get("pathParameters"));
        this.body = body(event);
        this.sourceIp = clientAddress == null ? peerAddress() : clientAddress.of(this);
    }

    /** Reads an event; members that are missing read as empty. */
    public static Request of(Map<String, @Nullable Object> event) {
        return new Request(event, null);
    }

    /** Reads an event that may have come by way of a proxy. */
    static Request of(Map<String, @Nullable Object> event, ClientAddress clientAddress) {
        return new Request(event, clientAddress);
    }

    /** Returns the method, in capital letters as sent. */
    public String method() {
        return method;
    }

    /** Returns the path, with the trailing slash that it came with. */
    public String path() {
        return path;
    }

    /** Returns the path as the API defines it, such as {@code /api/auth/tokens/{token_key}}, or the empty text. */
    public String route() {
        return route;
    }

    /** Returns a header by its name in any case; several of one name are joined by a comma (RFC 9110 section 5.3). */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Returns a path parameter, or the empty text. */
    public String pathParameter(String name) {
        return text(pathParameters.get(name));
    }

    /** Returns the body's bytes; none is an empty array. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns how many bytes the body has. */
    public int bodyLength() {
        return body.length;
    }

    /** Returns the address that API Gateway saw, empty if the event does not tell; no header has a say in it. */
    String peerAddress() {
        return text(Json.object(context.get("identity")).get("sourceIp"));
    }

    /** Returns the address that the client has, empty if it is unknown; see {@link ClientAddress}. */
    public String sourceIp() {
        return sourceIp;
    }

    /** Returns the User-Agent header, or the empty text. */
    public String userAgent() {
        String agent = header("User-Agent");
        return agent == null ? "" : agent;
    }

    /** Returns the language that the client likes best of those that mails are written in. */
    public Language language() {
        return Language.preferred(header("Accept-Language"));
    }

    /** Returns where the request comes from, as a session keeps it. */
    public Session.Client client() {
        return new Session.Client(userAgent(), sourceIp());
    }

    /** Returns how long before a moment API Gateway took the request in; zero if the event does not tell. */
    Duration age(Instant now) {
        return context.get("requestTimeEpoch") instanceof Number millis
                ? Duration.between(Instant.ofEpochMilli(millis.longValue()), now)
                : Duration.ZERO;
    }

    /** Returns when API Gateway took the request in; now, if the event does not tell. */
    public Instant arrival(Instant now) {
        return now.minus(age(now));
    }

    /** Returns API Gateway's id for the request, or the empty text. */
    public String requestId() {
        return text(context.get("requestId"));
    }

    /** Returns what the authorizer said: on a REST API beside its own members, on an HTTP API possibly under {@code lambda}. */
    Map<String, @Nullable Object> authorizer() {
        Map<String, @Nullable Object> authorizer = Json.object(context.get("authorizer"));
        return authorizer.get("lambda") instanceof Map ? Json.object(authorizer.get("lambda")) : authorizer;
    }

    @Override
    public String toString() {
        return "Request[" + method + " " + path + "]";
    }

    private static Map<String, String> headers(Map<String, @Nullable Object> event) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Json.object(event.get("headers")).forEach((name, value) -> headers.put(name, text(value)));
        Json.object(event.get("multiValueHeaders")).forEach((name, value) -> {
            if (value instanceof List<?> values && !values.isEmpty()) {
                headers.put(
                        name,
                        String.join(",", values.stream().map(Request::text).toList()));
            }
        });
        return headers;
    }

    private static byte[] body(Map<String, @Nullable Object> event) {
        String text = text(event.get("body"));
        if (!Boolean.TRUE.equals(event.get("isBase64Encoded"))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ParseException("the event's body is not base64");
        }
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Returns a scheme, media type or header name in lower case, whatever the platform's language. */
    static String lower(String ascii) {
        return ascii.toLowerCase(Locale.ROOT);
    }
}
