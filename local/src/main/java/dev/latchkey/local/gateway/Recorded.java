package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The members that API Gateway sends, and that AWS's own classes for Java leave out: what has no value is null, and not absent.
 *
 * <p>The sets are those of events that others recorded on AWS and published; {@code recorded-events.json} beside the tests has them,
 * with the source of each.
 */
final class Recorded {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NULL_MEMBERS = List.of(
            "body", "multiValueQueryStringParameters", "pathParameters", "queryStringParameters", "stageVariables");

    private static final List<String> NULL_IDENTITY = List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userAgent",
            "userArn");

    private Recorded() {}

    static byte[] proxy(byte[] json, Exchange exchange) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(json);
            NULL_MEMBERS.forEach(name -> putNullIfAbsent(event, name));
            ObjectNode context = (ObjectNode) event.get("requestContext");
            addDeployment(context, exchange);
            ObjectNode identity = (ObjectNode) context.get("identity");
            NULL_IDENTITY.forEach(name -> putNullIfAbsent(identity, name));
            if (context.get("authorizer") instanceof ObjectNode authorizer) {
                authorizer.put("integrationLatency", 0);
            }
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] requestAuthorizer(byte[] json, Exchange exchange) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(json);
            ObjectNode context = (ObjectNode) event.get("requestContext");
            addDeployment(context, exchange);
            context.put("domainName", exchange.host())
                    .put("extendedRequestId", exchange.extendedRequestId())
                    .put("protocol", exchange.request().protocol())
                    .put("requestTime", exchange.requestTime())
                    .put("requestTimeEpoch", exchange.epochMillis());
            ObjectNode identity = (ObjectNode) context.get("identity");
            exchange.request().headers().last("User-Agent").ifPresent(agent -> identity.put("userAgent", agent));
            NULL_IDENTITY.forEach(name -> putNullIfAbsent(identity, name));
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addDeployment(ObjectNode context, Exchange exchange) {
        context.put("deploymentId", "local").put("domainPrefix", exchange.apiId());
    }

    private static void putNullIfAbsent(ObjectNode node, String name) {
        if (!node.has(name)) {
            node.putNull(name);
        }
    }
}
