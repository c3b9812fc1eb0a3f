package dev.latchkey.mail;

import dev.latchkey.letter.Letter;
import dev.latchkey.letter.Mailer;

/** Puts each letter into words, and hands it to a transport. */
final class WritingMailer implements Mailer {
    private final MailWriter writer;
    private final Transport transport;

    WritingMailer(MailWriter writer, Transport transport) {
        this.writer = writer;
        this.transport = transport;
    }

    @Override
    public void send(Letter letter) {
        transport.send(writer.write(letter));
    }
}
