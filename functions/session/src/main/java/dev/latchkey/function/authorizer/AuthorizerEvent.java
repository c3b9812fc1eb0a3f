package dev.latchkey.function.authorizer;

import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
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

    Map<String, Object> allow(Principal principal) {
        Map<String, String> context = principal.toContext();
        return isSimple() ? simple(true, context) : policy("Allow", Long.toString(principal.userId()), context);
    }

    Map<String, Object> deny(String detail) {
        Map<String, String> context = Map.of(DETAIL, detail);
        return isSimple() ? simple(false, context) : policy("Deny", NOBODY, context);
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

    private Map<String, Object> policy(String effect, String principalId, Map<String, String> context) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Action", "execute-api:Invoke");
        statement.put("Effect", effect);
        statement.put("Resource", wholeStage());
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
        Object arn = event.get("methodArn") instanceof String method ? method : event.get("routeArn");
        String[] parts = String.valueOf(arn).split("/", 3);
        return parts.length < 3 ? String.valueOf(arn) : parts[0] + "/" + parts[1] + "/*";
    }

    private static boolean isAuthorization(String header) {
        return header.equalsIgnoreCase("Authorization");
    }
}
