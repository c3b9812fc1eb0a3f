package dev.latchkey.function.authorizer;

/** A request presents no valid token; the message is the contract's, for the client to read. */
final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1L;

    AuthenticationException(String detail) {
        super(detail, null, false, false);
    }

    /** Returns the text for the answer's {@code detail}. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
