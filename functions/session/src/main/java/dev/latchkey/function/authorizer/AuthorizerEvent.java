package dev.latchkey.function.authorizer;

import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.rule.RoutePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer's event in any of API Gateway's four forms, and the answer in the same form.
 *
 * <p>See the AWS pages "Input to an API Gateway Lambda authorizer", "Output from an API Gateway Lambda authorizer" and
 * "Control access to HTTP APIs with AWS Lambda authorizers".
 */
final class AuthorizerEvent {
    private static final String DETAIL = "detail";

    /** Whose policy it is when nobody was recognised: API Gateway insists on a principal. */
    private static final String NOBODY = "anonymous";

    private final Map<String, @Nullable Object> event;

    private AuthorizerEvent(Map<String, @Nullable Object> event) {
        this.event = event;
    }

    static AuthorizerEvent of(Map<String, @Nullable Object> event) {
        return new AuthorizerEvent(event);
    }

    /** Returns the Authorization header; several are joined by a comma, so that none of them can be meant. */
    @Nullable String authorization() {
        if (event.get("authorizationToken") instanceof String token) {
            return token;
        }
        for (Map.Entry<String, @Nullable Object> header :
                Json.object(event.get("multiValueHeaders")).entrySet()) {
            if (isAuthorization(header.getKey()) && header.getValue() instanceof List<?> values && !values.isEmpty()) {
                return String.join(",", values.stream().map(String::valueOf).toList());
            }
        }
        for (Map.Entry<String, @Nullable Object> header :
                Json.object(event.get("headers")).entrySet()) {
            if (isAuthorization(header.getKey()) && header.getValue() instanceof String value) {
                return value;
            }
        }
        return null;
    }

    /** Returns API Gateway's id for the request, or the empty text; a token authorizer is not told. */
    String requestId() {
        return context().get("requestId") instanceof String id ? id : "";
    }

    /** Returns the method, or the empty text. */
    String method() {
        if (event.get("httpMethod") instanceof String method) {
            return method;
        }
        return http().get("method") instanceof String method ? method : "";
    }

    /** Returns the address that API Gateway saw, or the empty text. */
    String sourceIp() {
        Map<String, @Nullable Object> identity = Json.object(context().get("identity"));
        Object address = identity.containsKey("sourceIp") ? identity.get("sourceIp") : http().get("sourceIp");
        return address instanceof String text ? text : "";
    }

    private Map<String, @Nullable Object> http() {
        return Json.object(context().get("http"));
    }

    private Map<String, @Nullable Object> context() {
        return Json.object(event.get("requestContext"));
    }

    /** Returns the stage's variables; token authorizers and {@code sam local} get none. */
    Map<String, @Nullable Object> stageVariables() {
        return Json.object(event.get("stageVariables"));
    }

    /** Tells whether a REST API asks: the events of HTTP APIs have a version. */
    boolean isOfRestApi() {
        return !event.containsKey("version");
    }

    /** Returns the route's path, and not the request's; the one of an HTTP API's {@code $default} route is like no other. */
    RoutePath route() {
        if (event.get("resource") instanceof String resource) {
            return RoutePath.ofResource(resource);
        }
        String key = routeKey();
        return RoutePath.ofResource(key.substring(key.indexOf(' ') + 1));
    }

    /**
     * Tells whether an answer can be about the route that was asked for, and no other.
     *
     * <p>A policy names an ARN, in which IAM takes {@code *} and {@code ?} for any text and {@code $} for the beginning of a variable; a star
     * crosses slashes. A simple answer names nothing: API Gateway gives a cached one to whoever has the same identity sources, so the route
     * has to be among them, and for a route of several methods the method too.
     */
    boolean namesOneRoute() {
        if (!isSimple()) {
            String[] parts = arn().split("/", 3);
            return parts.length == 3 && parts[2].chars().noneMatch(c -> "*?$".indexOf(c) >= 0);
        }
        List<?> sources = event.get("identitySource") instanceof List<?> list ? list : List.of();
        String key = routeKey();
        boolean isOneMethod = key.startsWith(method() + " ");
        return !key.isEmpty() && sources.contains(key) && (isOneMethod || sources.contains(method()));
    }

    private String routeKey() {
        return event.get("routeKey") instanceof String key ? key : "";
    }

    /** Lets a caller have every route of the stage. */
    Map<String, Object> allow(Principal principal) {
        return allow(principal, wholeStage());
    }

    /** Lets a caller have the route that was asked for, and no other. */
    Map<String, Object> allowOneRoute(Principal principal) {
        return allow(principal, arn());
    }

    private Map<String, Object> allow(Principal principal, String resource) {
        Map<String, String> context = principal.toContext();
        return isSimple()
                ? simple(true, context)
                : policy("Allow", resource, Long.toString(principal.userId()), context);
    }

    Map<String, Object> deny(String detail) {
        Map<String, String> context = Map.of(DETAIL, detail);
        return isSimple() ? simple(false, context) : policy("Deny", wholeStage(), NOBODY, context);
    }

    private boolean isSimple() {
        return "2.0".equals(event.get("version"));
    }

    private static Map<String, Object> simple(boolean authorized, Map<String, String> context) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("isAuthorized", authorized);
        answer.put("context", context);
        return answer;
    }

    private Map<String, Object> policy(
            String effect, String resource, String principalId, Map<String, String> context) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Action", "execute-api:Invoke");
        statement.put("Effect", effect);
        statement.put("Resource", resource);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("principalId", principalId);
        answer.put("policyDocument", Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
        answer.put("context", context);
        return answer;
    }

    /**
     * Returns the resource that the policy is about: all of the stage, since under caching one policy answers for every
     * method and path that the same token asks for.
     */
    private String wholeStage() {
        String[] parts = arn().split("/", 3);
        return parts.length < 3 ? arn() : parts[0] + "/" + parts[1] + "/*";
    }

    private String arn() {
        return String.valueOf(event.get("methodArn") instanceof String method ? method : event.get("routeArn"));
    }

    private static boolean isAuthorization(String header) {
        return header.equalsIgnoreCase("Authorization");
    }
}
