package dev.latchkey.letter;

/** The mail service did not take a letter: it did not answer, refuses for load, or refuses us. */
public final class MailUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Builds the exception; the message names the service and what it said of us, never the letter's content. */
    public MailUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
