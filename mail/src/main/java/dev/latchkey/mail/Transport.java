package dev.latchkey.mail;

import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;

/** A way that mails are sent. All send the same bytes. */
interface Transport {
    /**
     * Hands a mail on.
     *
     * @throws MailRefusedException if its address is refused for good
     * @throws MailUnavailableException if it may work later, or once an operator has changed something
     */
    void send(Mail mail);
}
