package dev.latchkey.letter;

/** Writes letters and gives them to a mail service. */
public interface Mailer {
    /**
     * Sends a letter. When it returns, the service has taken it; when it throws, the service may have.
     *
     * @throws MailRefusedException if no mail can ever go to this address
     * @throws MailUnavailableException if it may work later, or once an operator has changed something
     */
    void send(Letter letter);
}
