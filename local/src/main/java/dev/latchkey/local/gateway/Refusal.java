package dev.latchkey.local.gateway;

/** The gateway answers on its own instead of going on. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause reason;
    private final String detail;

    /** Builds a refusal. */
    Refusal(Cause reason) {
        this(reason, "");
    }

    /**
     * Builds a refusal.
     *
     * @param detail what the message of its fact has a place for
     */
    Refusal(Cause reason, String detail) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    Cause reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
