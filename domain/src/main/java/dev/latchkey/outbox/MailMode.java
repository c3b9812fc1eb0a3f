package dev.latchkey.outbox;

import dev.latchkey.config.Variables;

/** How mails are sent, by the setting {@code MAIL}. */
public enum MailMode {
    /** Not at all: there is no outbox, and nothing that needs mail. */
    OFF,
    /** Into an outbox that the local server shows. */
    OUTBOX,
    /** By an SMTP server. */
    SMTP,
    /** By Amazon SES. */
    SES;

    /** Reads the setting. */
    public static MailMode from(Variables variables) {
        return variables.choice("MAIL", OFF, MailMode.class);
    }
}
