package dev.latchkey.function.authorizer;

/**
 * Nobody is recognised, said in the one way that API Gateway takes for a 401: a failure of exactly this text (AWS, "Output from an API
 * Gateway Lambda authorizer").
 */
final class UnauthorizedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnauthorizedException() {
        super("Unauthorized", null, false, false);
    }
}
