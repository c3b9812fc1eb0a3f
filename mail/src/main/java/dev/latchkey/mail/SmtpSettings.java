package dev.latchkey.mail;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.regex.Pattern;

/**
 * How to reach an SMTP server.
 *
 * @param host the server's name
 * @param port its port
 * @param security how the connection is made safe
 * @param secret where name and password are, or {@code none}
 */
record SmtpSettings(String host, int port, Security security, String secret) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}|");
    private static final Pattern SECRET =
            Pattern.compile("none|arn:[a-z-]+:secretsmanager:[A-Za-z0-9:/_+=.@!-]{1,300}|file:/[^\\p{C}]{1,300}");

    private static final int SUBMISSION_PORT = 587;

    /** How a connection is made safe. */
    enum Security {
        /** TLS, asked for in plain text first and insisted on (RFC 3207). */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** Not at all: for a server on the same machine. */
        NONE
    }

    /**
     * Reads the settings; the host may be empty where mails go another way.
     *
     * @throws InvalidSettingException if one is missing or cannot be used, or a password would travel in the clear
     */
    static SmtpSettings from(Variables variables) {
        Security security = variables.choice("SMTP_SECURITY", Security.STARTTLS, Security.class);
        String secret = variables.text(
                "SMTP_SECRET", "none", SECRET, "none, the ARN of a secret, or file: and the path of one");
        if (security == Security.NONE && !secret.equals("none")) {
            throw new InvalidSettingException("SMTP_SECURITY", "cannot be none where there is an SMTP_SECRET");
        }
        return new SmtpSettings(
                variables.text("SMTP_HOST", "", HOST, "the name of a server"),
                variables.integer("SMTP_PORT", SUBMISSION_PORT, 1, 65_535),
                security,
                secret);
    }
}
