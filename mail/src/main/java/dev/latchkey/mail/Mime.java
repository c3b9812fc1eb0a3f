package dev.latchkey.mail;

import dev.latchkey.letter.Letter;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;

/**
 * Writes a mail as MIME, by Angus Mail.
 *
 * <p>The bytes are made once, and every way of sending hands on the same. They depend on the letter alone: the library's boundary,
 * which it makes of the time and a counter, would be one of the things that a snapshot freezes. They are ASCII with lines of at most 76
 * signs in the body, so that no server on the way has a reason to change them and break a signature.
 */
final class Mime {
    private static final String UTF_8 = "UTF-8";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Session SESSION = Session.getInstance(new Properties());

    private Mime() {}

    static Mail mail(Letter letter, Sender sender, String to, String subject, String text, String html) {
        try {
            InternetAddress from = new InternetAddress(sender.address(), sender.name(), UTF_8);
            MimeMessage message = new Message(SESSION);
            message.setHeader("Message-ID", "<" + hex(letter.id() + "\n" + to, 16) + "@" + sender.domain() + ">");
            message.setHeader("Date", DATE.format(letter.origin().at()));
            message.setFrom(from);
            message.setHeader("To", to);
            message.setHeader("Subject", MimeUtility.fold(9, MimeUtility.encodeText(subject, UTF_8, "Q")));
            message.setHeader("Content-Language", letter.language().tag());
            // No answers by machines (RFC 3834), also from those that know Microsoft's header only.
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("X-Auto-Response-Suppress", "All");
            Alternatives parts = new Alternatives("=_" + hex(text + html, 12));
            parts.addBodyPart(part("text/plain", text));
            parts.addBodyPart(part("text/html", html));
            message.setContent(parts);
            message.saveChanges();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(html.length() * 2);
            message.writeTo(bytes);
            return new Mail(letter.id(), from.toUnicodeString(), to, subject, text, html, bytes.toByteArray());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail could not be put together", e);
        }
    }

    private static MimeBodyPart part(String type, String text) throws MessagingException {
        byte[] lines = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(lines, type + "; charset=utf-8")));
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    private static String hex(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A message that keeps the name it was given, where the library would make one of the time. */
    private static final class Message extends MimeMessage {
        Message(Session session) {
            super(session);
        }

        @Override
        protected void updateMessageID() {
            // It has one.
        }
    }

    /** The same text twice, the better one last, with a boundary that is not of the time. */
    private static final class Alternatives extends MimeMultipart {
        Alternatives(String boundary) {
            super("alternative");
            ContentType type = new ContentType("multipart", "alternative", null);
            type.setParameter("boundary", boundary);
            contentType = type.toString();
        }
    }
}
