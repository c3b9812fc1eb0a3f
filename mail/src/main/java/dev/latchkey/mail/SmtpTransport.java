package dev.latchkey.mail;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;
import java.util.function.Supplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Sends by SMTP, with a connection for each mail. */
final class SmtpTransport implements Transport {
    private static final int TEMPORARY = 400;
    private static final int PERMANENT = 500;
    private static final String CONNECT_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "10000";

    private final SmtpSettings settings;
    private final Supplier<SmtpCredentials> credentials;
    private final Session session;
    private volatile @Nullable SmtpCredentials known;

    /**
     * Builds the transport.
     *
     * @param credentials reads name and password; not asked where the settings name no secret
     */
    SmtpTransport(SmtpSettings settings, Sender sender, Supplier<SmtpCredentials> credentials) {
        this.settings = settings;
        this.credentials = credentials;
        session = Session.getInstance(properties(settings, sender));
    }

    private static Properties properties(SmtpSettings settings, Sender sender) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        // Else the library asks DNS for the name of this machine.
        properties.setProperty("mail.smtp.localhost", sender.domain());
        properties.setProperty("mail.smtp.from", sender.address());
        properties.setProperty(
                "mail.smtp.auth", String.valueOf(!settings.secret().equals("none")));
        switch (settings.security()) {
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        return properties;
    }

    @Override
    public void send(Mail mail) {
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            connect(transport);
            InternetAddress to = new InternetAddress();
            to.setAddress(mail.to());
            transport.sendMessage(new Bytes(session, mail.bytes()), new InternetAddress[] {to});
        } catch (AuthenticationFailedException e) {
            // They may have been changed since they were read.
            known = null;
            throw new MailUnavailableException("the SMTP server did not take name and password", true, e);
        } catch (SdkException | InvalidSettingException e) {
            throw new MailUnavailableException(
                    "name and password for the SMTP server could not be read ("
                            + e.getClass().getSimpleName() + ")",
                    true,
                    e);
        } catch (MessagingException e) {
            if (isRefusedAddress(e)) {
                throw new MailRefusedException("the SMTP server refused the address", e);
            }
            throw new MailUnavailableException(
                    "the SMTP server did not take a mail (" + e.getClass().getSimpleName() + ")", isUntaken(e), e);
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        if (settings.secret().equals("none")) {
            transport.connect(settings.host(), settings.port(), null, null);
        } else {
            SmtpCredentials earlier = known;
            SmtpCredentials current = earlier == null ? credentials.get() : earlier;
            known = current;
            transport.connect(settings.host(), settings.port(), current.user(), current.revealPassword());
        }
    }

    /** Tells whether the server surely has not taken the mail: it could not be reached, or said no. */
    private static boolean isUntaken(MessagingException failure) {
        if (failure instanceof SMTPSendFailedException refused) {
            return refused.getReturnCode() >= TEMPORARY;
        }
        return failure instanceof MailConnectException || failure instanceof SendFailedException;
    }

    /** Tells whether the server said no to the recipient, and for good; a no to us is not the recipient's. */
    private static boolean isRefusedAddress(@Nullable Exception failure) {
        Exception each = failure;
        while (each != null) {
            if (each instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode() >= PERMANENT;
            }
            each = each instanceof MessagingException nested ? nested.getNextException() : null;
        }
        return false;
    }

    /** A message that is sent as the bytes it was made from, and not as the library would write them again. */
    private static final class Bytes extends MimeMessage {
        private final byte[] bytes;

        Bytes(Session session, byte[] bytes) throws MessagingException {
            super(session, new ByteArrayInputStream(bytes));
            this.bytes = bytes;
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
            out.write(bytes);
        }
    }
}
