package dev.latchkey.local.gateway;

import dev.latchkey.template.RestApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request under way: what the context variables of API Gateway tell about it. */
final class Exchange {
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RestApi api;
    private final IncomingRequest request;
    private final Instant start;
    private final String requestId = UUID.randomUUID().toString();
    private @Nullable RouteMatch match;
    private Map<String, String> authorizer = Map.of();

    Exchange(RestApi api, IncomingRequest request, Instant start) {
        this.api = api;
        this.request = request;
        this.start = start;
    }

    IncomingRequest request() {
        return request;
    }

    String requestId() {
        return requestId;
    }

    String extendedRequestId() {
        return Base64.getEncoder().encodeToString(requestId.substring(0, 8).getBytes(StandardCharsets.US_ASCII));
    }

    long epochMillis() {
        return start.toEpochMilli();
    }

    String requestTime() {
        return REQUEST_TIME.format(start);
    }

    void matched(RouteMatch found) {
        match = found;
    }

    /** Returns the path of the resource, or the requested path where no resource fits. */
    String resourcePath() {
        return match == null ? request.path() : match.resource();
    }

    Map<String, String> pathParameters() {
        return match == null ? Map.of() : match.pathParameters();
    }

    void authorizedAs(Map<String, String> context) {
        authorizer = context;
    }

    Map<String, String> authorizer() {
        return authorizer;
    }

    String stage() {
        return api.stageName();
    }

    String apiId() {
        return api.logicalId().toLowerCase(Locale.ROOT);
    }

    String host() {
        return request.headers().last("Host").orElse("localhost");
    }

    /** Returns a context variable that does not depend on how the request fares, by its name without "context.". */
    Optional<String> variable(String name) {
        if (name.startsWith("authorizer.")) {
            return Optional.ofNullable(authorizer.get(name.substring("authorizer.".length())));
        }
        return Optional.ofNullable(
                switch (name) {
                    case "accountId" -> EventFactory.ACCOUNT;
                    case "apiId" -> apiId();
                    case "domainName" -> host();
                    case "extendedRequestId" -> extendedRequestId();
                    case "httpMethod" -> request.method();
                    case "identity.sourceIp" -> request.sourceIp();
                    case "identity.userAgent" ->
                        request.headers().last("User-Agent").orElse("");
                    case "path" -> "/" + stage() + request.path();
                    case "protocol" -> request.protocol();
                    case "requestId" -> requestId;
                    case "requestTime" -> requestTime();
                    case "requestTimeEpoch" -> Long.toString(epochMillis());
                    case "resourcePath" -> resourcePath();
                    case "stage" -> stage();
                    default -> null;
                });
    }
}
