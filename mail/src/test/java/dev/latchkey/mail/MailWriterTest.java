package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.letter.Letter;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailWriterTest {
    /** What flows, mail programs and people take for an address. */
    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    private static final MailWriter WRITER = new MailWriter(Letters.SENDER, TemplateFiles.shipped());

    @TempDir
    private Path folder;

    static Stream<Arguments> all() {
        return Arrays.stream(Occasion.values())
                .flatMap(
                        occasion -> Arrays.stream(Language.values()).map(language -> Arguments.of(occasion, language)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasItsLinkAsTheFirstOfTheTextOnALineOfItsOwn(Occasion occasion, Language language) {
        Letter letter = Letters.about(occasion, language);
        Mail mail = WRITER.write(letter);
        Matcher first = LINK.matcher(mail.text());
        assertThat(first.find()).isTrue();
        assertThat(first.group()).isEqualTo(letter.link().reveal());
        assertThat(mail.text().lines()).contains(letter.link().reveal());
        assertThat(mail.html()).contains("href=\"" + letter.link().reveal().replace("&", "&amp;") + "\"");
    }

    @ParameterizedTest
    @MethodSource("all")
    void leavesNoPlaceOpenAndNoLineLong(Occasion occasion, Language language) {
        Mail mail = WRITER.write(Letters.about(occasion, language));
        assertThat(mail.subject() + mail.text() + mail.html()).doesNotContain("{{", "}}", "null");
        assertThat(mail.text().lines().filter(line -> !line.startsWith("https://")))
                .allMatch(line -> line.length() <= 72);
        assertThat(mail.html()).contains("lang=\"" + (language == Language.DE ? "de" : "en") + "\"");
        assertThat(mail.subject()).hasSizeBetween(10, 60);
    }

    @ParameterizedTest
    @MethodSource("all")
    void linksToNothingButThePagesAndLoadsNothing(Occasion occasion, Language language) {
        Mail mail = WRITER.write(Letters.about(occasion, language));
        assertThat(LINK.matcher(mail.html()).results().map(found -> found.group()))
                .allMatch(url -> url.startsWith("https://accounts.example.com/account#"));
        assertThat(mail.html()).doesNotContain("<img", "<script", "url(", "@import", "src=");
    }

    @Test
    void saysHowLongTheLinkWorks() {
        assertThat(WRITER.write(Letters.about(Occasion.RESET, Language.EN)).text())
                .contains("once, for one hour.");
        assertThat(WRITER.write(Letters.about(Occasion.VERIFICATION, Language.DE))
                        .text())
                .contains("einmal und einen Tag lang.");
        assertThat(WRITER.write(Letters.about(Occasion.DELETION, Language.DE)).text())
                .contains("gilt sieben Tage lang.");
    }

    @Test
    void saysWhenAndFromWhereSomethingWasDone() {
        Mail mail = WRITER.write(Letters.about(Occasion.FACTOR_REMOVED, Language.DE));
        assertThat(mail.text())
                .contains("Wann: 27. November 2026, 19:33\u00A0Uhr\u00A0(UTC)\nWomit: Firefox unter Windows\n")
                .contains("Netzwerkadresse: 198.51.100.24\n");
        assertThat(WRITER.write(Letters.about(Occasion.RESET, Language.DE)).text())
                .as("whoever asks for a link is not told to its owner as if they had done something")
                .doesNotContain("198.51.100.24", "Firefox");
    }

    @Test
    void hasTheSameLinesInEveryLanguage() {
        assertThat(keys(Language.DE)).containsExactlyElementsOf(keys(Language.EN));
        for (Occasion occasion : Occasion.values()) {
            assertThat(WRITER.write(Letters.about(occasion, Language.DE)).subject())
                    .isNotEqualTo(
                            WRITER.write(Letters.about(occasion, Language.EN)).subject());
        }
    }

    private static List<String> keys(Language language) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(
                    TemplateFiles.shipped().shippedTexts(language).content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stringPropertyNames().stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "Grace-Hopper_2", "Ēriks", "李小龍"})
    void tellsAPlainName(String name) {
        assertThat(WRITER.write(Letters.ofAccount(name)).text()).contains("Account: " + name + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "http://evil.example",
                "www.evil",
                "ada@evil.example",
                "+49301234567",
                "49301234567",
                "mailto:x",
                "ada evil",
                "<b>ada</b>",
                "ada\u202Eoc",
                "tel:1",
                "_ada",
                "{{link}}",
                "ada\r\nBcc: x"
            })
    void tellsNoNameThatAProgramCouldMakeALinkOf(String name) {
        Mail mail = WRITER.write(Letters.ofAccount(name));
        assertThat(mail.text() + mail.html()).doesNotContain(name).doesNotContain("Account:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ada",
                "@example.com",
                "ada@",
                "ada@example.com\r\nBcc: x@example.com",
                "ada\n@example.com",
                "ada @example.com",
                "a<b>@example.com",
                "\u212Aate@example.com",
                "ada@straße.example",
                "ada@example.com\u0000"
            })
    void refusesWhatIsNoAddressToWriteTo(String address) {
        assertThatThrownBy(() -> WRITER.write(Letters.to(address))).isInstanceOf(MailRefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Ada.L@example.com, Ada.L@example.com",
        "ada@EXAMPLE.com, ada@EXAMPLE.com",
        "ada@bücher.example, ada@xn--bcher-kva.example",
        "ada@[192.0.2.1], ada@[192.0.2.1]",
    })
    void writesToTheAddressOnFile(String address, String to) {
        assertThat(WRITER.write(Letters.to(address)).to()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "layout.html | <p>{{heading}} {{lead}} {{button}}</p> | mail template layout.html lacks {{",
                "reset.txt | {{heading}} {{lead}} {{link}} {{evil}} | mail template reset.txt has {{evil}}, which means nothing there",
                "layout.txt | {{#notes}}{{note}} | mail template layout.txt lacks {{/notes}}",
                "layout.txt | {{heading | mail template layout.txt has a {{ without its }}",
                "layout.txt | {{#link}}{{/link}} | mail template layout.txt has {{#link}}, which means nothing there",
                "layout.txt | {{/notes}} | mail template layout.txt has {{/notes}}, which means nothing there",
                "layout.txt | {{note}} | mail template layout.txt has {{note}}, which means nothing there",
                "rest.html | x | mail template rest.html is used by no mail; known are",
                "en.properties | reset.subject= | mail template en.properties lacks the line reset.subject",
                "en.properties | reset.subject=a\\nb | mail template en.properties has more than one line in reset.subject",
                "en.properties | rest.subject=a | mail template en.properties has rest.subject, which no mail uses",
                "de.properties | reset.lead={{name}} | mail template de.properties, reset.lead, has {{name}}, which means nothing there",
                "de.properties | restored.lead={{life}} | mail template de.properties, restored.lead, has {{life}}, which means nothing there",
                "en.properties | reset.subject=\\u00 | mail template en.properties has a broken \\u in it",
            },
            delimiter = '|')
    void namesTheTemplateAndWhatIsWrongWithIt(String file, String content, String message) throws IOException {
        Files.writeString(folder.resolve(file), content);
        assertThatThrownBy(() -> new MailWriter(Letters.SENDER, TemplateFiles.in(folder)))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesALinkWhoseLifeIsNotTold() throws IOException {
        Files.writeString(
                folder.resolve("en.properties"),
                "reset.preview=Soon over.\nreset.note.1=The link works once.\nreset.footer=Bye.\n");
        assertThatThrownBy(() -> new MailWriter(Letters.SENDER, TemplateFiles.in(folder)))
                .hasMessage("mail template en.properties lacks {{life}} in the lines of reset");
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> TemplateFiles.in(folder.resolve("nowhere")))
                .hasMessageEndingWith("nowhere cannot be read as a folder");
    }

    @Test
    void refusesATemplateInAnotherCharset() throws IOException {
        Files.write(folder.resolve("layout.txt"), new byte[] {(byte) 0xE4});
        assertThatThrownBy(() -> TemplateFiles.in(folder)).hasMessage("mail template layout.txt is not UTF-8");
    }

    @Test
    void takesAnOperatorsLinesAndLayoutsAndKeepsTheRest() throws IOException {
        Files.writeString(
                folder.resolve("en.properties"), "reset.subject=New password, please\nreset.note.1=For {{life}}.\n");
        Files.writeString(
                folder.resolve("reset.txt"),
                "ACME\n{{heading}} {{lead}}\n{{link}}\n{{button}}{{#details}}{{#facts}}{{label}}{{value}}{{/facts}}{{/details}}"
                        + "{{#notes}}[{{note}}]{{/notes}}{{footer}}");
        MailWriter writer = new MailWriter(Letters.sender("Acme <a@b.example>"), TemplateFiles.in(folder));
        Mail reset = writer.write(Letters.about(Occasion.RESET, Language.EN));
        assertThat(reset.subject()).isEqualTo("New password, please");
        assertThat(reset.text()).startsWith("ACME\nChoose a new password").contains("[For one hour.]Acme sends");
        assertThat(writer.write(Letters.about(Occasion.DELETION, Language.EN)).text())
                .startsWith("Your account will");
        assertThat(writer.write(Letters.about(Occasion.RESET, Language.DE)).subject())
                .isEqualTo("Neues Passwort wählen");
    }

    @Test
    void escapesWhatMeansSomethingInHtml() {
        MailWriter writer = new MailWriter(Letters.sender("A&B 'n' \"C\" <a@b.example>"), TemplateFiles.shipped());
        Mail mail = writer.write(Letters.about(Occasion.RESET, Language.EN));
        assertThat(mail.html()).contains("A&amp;B &#39;n&#39; &quot;C&quot; sends this");
        assertThat(mail.text()).contains("A&B 'n' \"C\" sends this");
    }

    @Test
    void showsNothingOfItself() {
        Letter letter = Letters.about(Occasion.RESET, Language.EN);
        assertThat(WRITER.write(letter)).hasToString("Mail[3f9c27]");
        assertThat(letter.toString()).doesNotContain("lk_reset_");
    }
}
