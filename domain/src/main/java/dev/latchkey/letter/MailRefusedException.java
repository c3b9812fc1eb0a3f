package dev.latchkey.letter;

/** A letter's address cannot be written to, and trying again would not change that. */
public final class MailRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the exception; the message holds no address.
     *
     * @param reason why, as a whole sentence without its full stop
     */
    public MailRefusedException(String reason) {
        super(reason);
    }

    /** Builds the exception from what a service answered. */
    public MailRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
