package dev.latchkey.letter;

/** The mail service did not take a letter, or did not say that it has: it did not answer, refuses for load, or refuses us. */
public final class MailUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean untaken;

    /**
     * Builds the exception; the message names the service and what it said of us, never the letter's content.
     *
     * @param untaken whether the service surely has not taken the letter; it may have where an answer did not come
     */
    public MailUnavailableException(String reason, boolean untaken, Throwable cause) {
        super(reason, cause);
        this.untaken = untaken;
    }

    /** Tells whether the service surely has not taken the letter. */
    public boolean isUntaken() {
        return untaken;
    }
}
