package dev.latchkey.local.gateway;

/**
 * The kinds of answer that API Gateway gives on its own, as far as they can come up here, with their usual status and text.
 *
 * <p>See <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">Gateway response
 * types</a>.
 */
enum ResponseType {
    ACCESS_DENIED(403, "AccessDeniedException"),
    AUTHORIZER_CONFIGURATION_ERROR(500, "AuthorizerConfigurationException"),
    AUTHORIZER_FAILURE(500, "AuthorizerFailureException"),
    BAD_REQUEST_PARAMETERS(400, "BadRequestException"),
    /** A function that failed, or answered in a form that cannot be understood: it has no type of its own. */
    DEFAULT_5XX(502, "InternalServerErrorException"),
    /** A function that has no instance left to run in. */
    INTEGRATION_FAILURE(504, "IntegrationFailureException"),
    INVALID_SIGNATURE(403, "InvalidSignatureException"),
    MISSING_AUTHENTICATION_TOKEN(403, "MissingAuthenticationTokenException"),
    REQUEST_TOO_LARGE(413, "RequestTooLargeException"),
    UNAUTHORIZED(401, "UnauthorizedException");

    private final int status;
    private final String errorType;

    ResponseType(int status, String errorType) {
        this.status = status;
        this.errorType = errorType;
    }

    int status() {
        return status;
    }

    /** Returns what the header x-amzn-ErrorType says. */
    String errorType() {
        return errorType;
    }

    /** Returns the type whose definition serves where this one has none. */
    String fallback() {
        return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
    }
}
