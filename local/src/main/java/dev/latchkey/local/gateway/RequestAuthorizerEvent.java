package dev.latchkey.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import java.util.List;
import java.util.Map;

/** An authorizer's event with the members that API Gateway sends and AWS's own class leaves out. */
public final class RequestAuthorizerEvent extends APIGatewayCustomAuthorizerEvent {
    private static final long serialVersionUID = 1L;

    private transient Map<String, List<String>> multiValueHeaders = Map.of();
    private transient Map<String, List<String>> multiValueQueryStringParameters = Map.of();

    /** Returns every value of the header fields by name. */
    public Map<String, List<String>> getMultiValueHeaders() {
        return multiValueHeaders;
    }

    /** Sets every value of the header fields by name. */
    public void setMultiValueHeaders(Map<String, List<String>> multiValueHeaders) {
        this.multiValueHeaders = multiValueHeaders;
    }

    /** Returns every value of the query parameters by name. */
    public Map<String, List<String>> getMultiValueQueryStringParameters() {
        return multiValueQueryStringParameters;
    }

    /** Sets every value of the query parameters by name. */
    public void setMultiValueQueryStringParameters(Map<String, List<String>> multiValueQueryStringParameters) {
        this.multiValueQueryStringParameters = multiValueQueryStringParameters;
    }
}
