package dev.latchkey.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.latchkey.template.AuthorizerDefinition;
import dev.latchkey.template.RestApi;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the events that a REST API sends to functions, written by the serializer of Lambda's own Java runtime.
 *
 * <p>See the AWS pages "Set up Lambda proxy integrations in API Gateway" and "Input to an API Gateway Lambda authorizer".
 */
final class EventFactory {
    static final String ACCOUNT = "000000000000";

    private static final PojoSerializer<APIGatewayProxyRequestEvent> PROXY =
            serializer(APIGatewayProxyRequestEvent.class);
    private static final PojoSerializer<RequestAuthorizerEvent> REQUEST_AUTHORIZER =
            serializer(RequestAuthorizerEvent.class);
    private static final PojoSerializer<APIGatewayCustomAuthorizerEvent> TOKEN_AUTHORIZER =
            serializer(APIGatewayCustomAuthorizerEvent.class);

    private final BodyText bodyText;
    private final Map<String, String> stageVariables;

    EventFactory(RestApi api) {
        this.stageVariables = Map.copyOf(api.stageVariables());
        this.bodyText = new BodyText(api.binaryMediaTypes());
    }

    private static <T> PojoSerializer<T> serializer(Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, EventFactory.class.getClassLoader());
    }

    /** Returns the event of a proxy integration. */
    byte[] proxy(Exchange exchange) {
        IncomingRequest request = exchange.request();
        QueryString query = QueryString.parse(request.query());
        BodyText.Text body = bodyText.of(request);
        var event = new APIGatewayProxyRequestEvent()
                .withResource(exchange.resourcePath())
                .withPath(request.path())
                .withHttpMethod(request.method())
                .withHeaders(request.headers().singleValue())
                .withMultiValueHeaders(request.headers().multiValue())
                .withRequestContext(context(exchange))
                .withIsBase64Encoded(body.isBase64());
        if (!query.isEmpty()) {
            event.withQueryStringParameters(query.singleValue())
                    .withMultiValueQueryStringParameters(query.multiValue());
        }
        if (!exchange.pathParameters().isEmpty()) {
            event.withPathParameters(exchange.pathParameters());
        }
        if (!stageVariables.isEmpty()) {
            event.withStageVariables(stageVariables);
        }
        body.text().ifPresent(event::withBody);
        return Recorded.proxy(json(PROXY, event), exchange);
    }

    private static ProxyRequestContext context(Exchange exchange) {
        IncomingRequest request = exchange.request();
        var context = new ProxyRequestContext()
                .withAccountId(ACCOUNT)
                .withApiId(exchange.apiId())
                .withResourceId("local")
                .withResourcePath(exchange.resourcePath())
                .withHttpMethod(request.method())
                .withStage(exchange.stage())
                .withRequestId(exchange.requestId())
                .withExtendedRequestId(exchange.extendedRequestId())
                .withRequestTime(exchange.requestTime())
                .withRequestTimeEpoch(exchange.epochMillis())
                .withProtocol(request.protocol())
                .withDomainName(exchange.host())
                .withIdentity(identity(request));
        context.setPath("/" + exchange.stage() + request.path());
        if (!exchange.authorizer().isEmpty()) {
            context.setAuthorizer(new LinkedHashMap<>(exchange.authorizer()));
        }
        return context;
    }

    private static RequestIdentity identity(IncomingRequest request) {
        var identity = new RequestIdentity().withSourceIp(request.sourceIp());
        request.headers().last("User-Agent").ifPresent(identity::withUserAgent);
        return identity;
    }

    /** Returns the ARN that a request's method goes by in policies. */
    static String methodArn(Exchange exchange) {
        String path = exchange.request().path();
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        return "arn:aws:execute-api:us-east-1:" + ACCOUNT + ":" + exchange.apiId() + "/" + exchange.stage() + "/"
                + exchange.request().method() + path.substring(0, end);
    }

    /** Returns the event of an authorizer of type REQUEST. */
    byte[] requestAuthorizer(Exchange exchange) {
        IncomingRequest request = exchange.request();
        QueryString query = QueryString.parse(request.query());
        var event = new RequestAuthorizerEvent();
        event.setType("REQUEST");
        event.setMethodArn(methodArn(exchange));
        event.setResource(exchange.resourcePath());
        event.setPath(request.path());
        event.setHttpMethod(request.method());
        event.setHeaders(request.headers().singleValue());
        event.setMultiValueHeaders(request.headers().multiValue());
        event.setQueryStringParameters(query.singleValue());
        event.setMultiValueQueryStringParameters(query.multiValue());
        event.setPathParameters(exchange.pathParameters());
        event.setStageVariables(stageVariables);
        event.setRequestContext(authorizerContext(exchange));
        return Recorded.requestAuthorizer(json(REQUEST_AUTHORIZER, event), exchange);
    }

    private static APIGatewayCustomAuthorizerEvent.RequestContext authorizerContext(Exchange exchange) {
        var identity = new APIGatewayCustomAuthorizerEvent.Identity();
        identity.setSourceIp(exchange.request().sourceIp());
        var context = new APIGatewayCustomAuthorizerEvent.RequestContext();
        context.setPath("/" + exchange.stage() + exchange.request().path());
        context.setAccountId(ACCOUNT);
        context.setResourceId("local");
        context.setStage(exchange.stage());
        context.setRequestId(exchange.requestId());
        context.setIdentity(identity);
        context.setResourcePath(exchange.resourcePath());
        context.setHttpMethod(exchange.request().method());
        context.setApiId(exchange.apiId());
        return context;
    }

    /** Returns the event of an authorizer of type TOKEN. */
    byte[] tokenAuthorizer(Exchange exchange, AuthorizerDefinition authorizer) {
        var event = new APIGatewayCustomAuthorizerEvent();
        event.setType("TOKEN");
        event.setMethodArn(methodArn(exchange));
        exchange.request().headers().last(authorizer.identityHeaders().get(0)).ifPresent(event::setAuthorizationToken);
        return json(TOKEN_AUTHORIZER, event);
    }

    private static <T> byte[] json(PojoSerializer<T> serializer, T event) {
        var output = new ByteArrayOutputStream(2048);
        serializer.toJson(event, output);
        return output.toByteArray();
    }
}
