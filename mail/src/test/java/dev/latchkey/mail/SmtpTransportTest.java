package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import dev.latchkey.letter.Mailer;
import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SmtpTransportTest {
    private static final MailWriter WRITER = new MailWriter(Letters.SENDER, TemplateFiles.shipped());

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        greenMail.stop();
    }

    @Test
    void sendsTheBytesAsTheyAre() throws MessagingException, IOException {
        greenMail.start();
        mailer(Map.of()).send(Letters.about(Occasion.FACTOR_ADDED, Language.DE));
        MimeMessage[] received = greenMail.getReceivedMessages();
        assertThat(received).hasSize(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        received[0].writeTo(bytes);
        Mail mail = WRITER.write(Letters.about(Occasion.FACTOR_ADDED, Language.DE));
        assertThat(withoutReceipt(bytes.toString(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new String(mail.bytes(), StandardCharsets.ISO_8859_1));
        assertThat(received[0].getAllRecipients()[0]).hasToString("ada@example.com");
    }

    /** Without the headers that the server puts before what it got, and with the end of the last line, which it leaves out. */
    private static String withoutReceipt(String message) {
        return message.substring(message.indexOf("Date:")) + "\r\n";
    }

    @Test
    void givesNameAndPasswordFromAFile() throws IOException {
        greenMail.setUser("smtp", "smtp-user", "Zx9-vorpal");
        greenMail.start();
        Path secret = Files.writeString(
                folder.resolve("smtp.json"), "{\"username\":\"smtp-user\",\"password\":\"Zx9-vorpal\"}");
        // GreenMail's test server has no certificate that anybody would take; the settings refuse the clear, so not by
        // them.
        SmtpSettings clear = new SmtpSettings(
                "127.0.0.1", greenMail.getSmtp().getPort(), SmtpSettings.Security.NONE, "file:" + secret);
        SmtpCredentials good = SmtpCredentials.read(clear.secret(), new Environment(Map.of()));
        new SmtpTransport(clear, Letters.SENDER, () -> good).send(WRITER.write(Letters.to("ada@example.com")));
        assertThat(greenMail.getReceivedMessages()).hasSize(1);
        assertThat(good.toString()).doesNotContain("vorpal");
    }

    @Test
    void readsThemAgainOnceTheyWereRefused() throws IOException {
        greenMail.setUser("smtp", "smtp-user", "new");
        greenMail.start();
        Path secret = folder.resolve("smtp.json");
        SmtpSettings clear = new SmtpSettings(
                "127.0.0.1", greenMail.getSmtp().getPort(), SmtpSettings.Security.NONE, "file:" + secret);
        SmtpTransport transport = new SmtpTransport(
                clear, Letters.SENDER, () -> SmtpCredentials.read(clear.secret(), new Environment(Map.of())));
        Files.writeString(secret, "{\"username\":\"smtp-user\",\"password\":\"old\"}");
        Mail mail = WRITER.write(Letters.to("ada@example.com"));
        assertThatThrownBy(() -> transport.send(mail))
                .isInstanceOf(MailUnavailableException.class)
                .hasMessage("the SMTP server did not take name and password");
        Files.writeString(secret, "{\"username\":\"smtp-user\",\"password\":\"new\"}");
        transport.send(mail);
        assertThat(greenMail.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"no JSON | must name JSON", "{\"username\":\"x\"} | must name JSON", "[] | must name JSON"})
    void saysNothingOfASecretThatIsNone(String content, String message) throws IOException {
        Path secret = Files.writeString(folder.resolve("smtp.json"), content);
        assertThatThrownBy(() -> SmtpCredentials.read("file:" + secret, new Environment(Map.of())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("SMTP_SECRET must name JSON with username and password");
        assertThatThrownBy(() -> SmtpCredentials.read("file:" + folder.resolve("none"), new Environment(Map.of())))
                .hasMessage("SMTP_SECRET names a file that cannot be read");
        assertThat(message).isNotBlank();
    }

    @Test
    void tellsARefusedAddressFromARefusedSender() throws IOException {
        try (ScriptedSmtp server = ScriptedSmtp.answering("RCPT TO", "550 5.1.1 no such user")) {
            assertThatThrownBy(() -> transport(server.port()).send(WRITER.write(Letters.to("ada@example.com"))))
                    .isInstanceOf(MailRefusedException.class);
        }
        try (ScriptedSmtp server = ScriptedSmtp.answering("RCPT TO", "450 4.2.1 mailbox busy")) {
            assertThatThrownBy(() -> transport(server.port()).send(WRITER.write(Letters.to("ada@example.com"))))
                    .isInstanceOf(MailUnavailableException.class);
        }
        try (ScriptedSmtp server = ScriptedSmtp.answering("MAIL FROM", "550 5.7.1 not from here")) {
            assertThatThrownBy(() -> transport(server.port()).send(WRITER.write(Letters.to("ada@example.com"))))
                    .isInstanceOf(MailUnavailableException.class);
        }
        try (ScriptedSmtp server = ScriptedSmtp.answering(".", "554 5.6.0 content refused")) {
            assertThatThrownBy(() -> transport(server.port()).send(WRITER.write(Letters.to("ada@example.com"))))
                    .isInstanceOf(MailUnavailableException.class);
        }
    }

    @Test
    void insistsOnTlsWhereItIsAskedFor() {
        greenMail.start();
        Mailer mailer = mailer(Map.of("SMTP_SECURITY", "starttls"));
        assertThatThrownBy(() -> mailer.send(Letters.to("ada@example.com")))
                .isInstanceOf(MailUnavailableException.class);
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void isUnavailableWhereNobodyListens() {
        greenMail.start();
        SmtpTransport transport = transport(greenMail.getSmtp().getPort());
        greenMail.stop();
        assertThatThrownBy(() -> transport.send(WRITER.write(Letters.to("ada@example.com"))))
                .isInstanceOf(MailUnavailableException.class)
                .hasMessageStartingWith("the SMTP server did not take a mail (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMTP_HOST | | SMTP_HOST is not set",
                "SMTP_HOST | a b | SMTP_HOST must be the name of a server",
                "SMTP_PORT | 0 | SMTP_PORT must be a whole number from 1 to 65535",
                "SMTP_SECURITY | ssl | SMTP_SECURITY must be one of starttls, tls, none",
                "SMTP_SECRET | hunter2 | SMTP_SECRET must be none, the ARN of a secret, or file:",
                "SMTP_SECRET | file:/x | SMTP_SECURITY cannot be none where there is an SMTP_SECRET",
                "MAIL | off | MAIL must not be off where mails are to be sent",
                "MAIL | post | MAIL must be one of off, outbox, smtp, ses",
            })
    void namesASettingThatCannotBe(String name, String value, String message) {
        Map<String, String> settings = settings(25);
        settings.put(name, value == null ? "" : value);
        assertThatThrownBy(() -> Mailers.of(new Environment(settings)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    private static SmtpTransport transport(int port) {
        SmtpSettings settings = new SmtpSettings("127.0.0.1", port, SmtpSettings.Security.NONE, "none");
        return new SmtpTransport(settings, Letters.SENDER, () -> {
            throw new IllegalStateException("there is no secret to read");
        });
    }

    private Mailer mailer(Map<String, String> more) {
        Map<String, String> settings = settings(greenMail.getSmtp().getPort());
        settings.putAll(more);
        return Mailers.of(new Environment(settings));
    }

    private static Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("MAIL", "smtp");
        settings.put("MAIL_FROM", "Latchkey <no-reply@accounts.example.com>");
        settings.put("SMTP_HOST", "127.0.0.1");
        settings.put("SMTP_PORT", String.valueOf(port));
        settings.put("SMTP_SECURITY", "none");
        return settings;
    }
}
