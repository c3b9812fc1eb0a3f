package dev.latchkey.local.gateway;

/** The gateway answers on its own instead of going on. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ResponseType type;

    /**
     * Builds a refusal.
     *
     * @param type what kind of answer it is
     * @param message the text of $context.error.message
     */
    Refusal(ResponseType type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    ResponseType type() {
        return type;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
