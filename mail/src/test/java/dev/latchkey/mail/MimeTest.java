package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MimeTest {
    private static final List<String> HEADERS = List.of(
            "Message-ID",
            "Date",
            "From",
            "To",
            "Subject",
            "Content-Language",
            "Auto-Submitted",
            "X-Auto-Response-Suppress",
            "MIME-Version",
            "Content-Type");
    private static final MailWriter WRITER = new MailWriter(Letters.SENDER, TemplateFiles.shipped());

    @Test
    void isAsciiInShortLinesEndedByCrlf() {
        String bytes = ascii(WRITER.write(Letters.about(Occasion.FACTOR_ADDED, Language.DE)));
        assertThat(bytes.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(bytes.chars()).allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F));
        assertThat(bytes.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    }

    @Test
    void readsBackAsItWasWritten() throws MessagingException, IOException {
        Mail mail = WRITER.write(Letters.about(Occasion.FACTOR_ADDED, Language.DE));
        MimeMessage read = read(mail);
        assertThat(read.getSubject()).isEqualTo("Die Anmeldung in zwei Schritten ist an");
        assertThat(read.getFrom()[0]).hasToString("Latchkey <no-reply@accounts.example.com>");
        assertThat(read.getSentDate()).isEqualTo(Letters.AT.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(read.getMessageID()).matches("<[0-9a-f]{32}@accounts\\.example\\.com>");
        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(read.getContentType()).startsWith("multipart/alternative");
        assertThat(content(parts.getBodyPart(0), "text/plain")).isEqualTo(mail.text());
        assertThat(content(parts.getBodyPart(1), "text/html")).isEqualTo(mail.html());
    }

    @Test
    void isTheSameForTheSameLetter() {
        Mail mail = WRITER.write(Letters.about(Occasion.RESET, Language.EN));
        assertThat(WRITER.write(Letters.about(Occasion.RESET, Language.EN)).bytes())
                .isEqualTo(mail.bytes());
        assertThat(ascii(WRITER.write(Letters.to("grace@example.com"))))
                .as("two mails of one letter are two mails")
                .doesNotContain(header(mail, "Message-ID"));
    }

    private static String header(Mail mail, String name) {
        try {
            return String.join("", read(mail).getHeader(name));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> hostileNames() {
        return HostileNames.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hasTheSameHeadersWhateverAnAccountIsCalled(String name) throws MessagingException {
        Mail mail = WRITER.write(Letters.ofAccount(name));
        assertThat(headers(mail)).containsExactlyInAnyOrderElementsOf(HEADERS);
        Mail plain = WRITER.write(Letters.ofAccount(""));
        assertThat(ascii(mail).split("\r\nMIME-Version", -1)[0])
                .isEqualTo(ascii(plain).split("\r\nMIME-Version", -1)[0]);
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hasTheSameHeadersWhateverASenderIsCalledThatIsTaken(String name) throws MessagingException {
        MailWriter writer = new MailWriter(new Sender(name, "no-reply@example.com"), TemplateFiles.shipped());
        Mail mail = writer.write(Letters.about(Occasion.RESET, Language.EN));
        assertThat(headers(mail)).containsExactlyInAnyOrderElementsOf(HEADERS);
        assertThat(read(mail).getFrom()).hasSize(1);
        assertThat(read(mail).getFrom()[0].toString()).endsWith("no-reply@example.com>");
    }

    @Test
    void knowsFortyHostileNames() {
        assertThat(HostileNames.ALL).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
    }

    private static List<String> headers(Mail mail) throws MessagingException {
        return Collections.list(read(mail).getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
    }

    private static MimeMessage read(Mail mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.bytes()));
    }

    private static String content(BodyPart part, String type) throws MessagingException, IOException {
        assertThat(part.getContentType()).isEqualTo(type + "; charset=utf-8");
        return part.getContent().toString().replace("\r\n", "\n");
    }

    private static String ascii(Mail mail) {
        return new String(mail.bytes(), StandardCharsets.ISO_8859_1);
    }
}
