package dev.latchkey.mail;

import dev.latchkey.letter.Letter;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts letters into words.
 *
 * <p>All templates are read when it is built, for every occasion and language, so that what is wrong with one shows then and never
 * while a mail is written.
 */
final class MailWriter {
    private static final Template.Names NAMES = new Template.Names(
            Set.of(
                    "lang",
                    "subject",
                    "preview",
                    "product",
                    "initial",
                    "heading",
                    "lead",
                    "link",
                    "button",
                    "fallback",
                    "footer"),
            Map.of(
                    "details",
                    new Template.Names(Set.of(), Map.of("facts", Template.Names.values(Set.of("label", "value")))),
                    "notes",
                    Template.Names.values(Set.of("note"))));
    private static final Set<String> REQUIRED = Set.of(
            "heading", "lead", "link", "button", "footer", "details", "facts", "label", "value", "notes", "note");
    private static final int COLUMNS = 72;

    private record Layouts(Template text, Template html) {}

    private final Sender sender;
    private final Map<Occasion, Layouts> layouts = new EnumMap<>(Occasion.class);
    private final Map<Language, Texts> texts = new EnumMap<>(Language.class);

    /**
     * Reads all templates.
     *
     * @throws TemplateException if one cannot be used
     */
    MailWriter(Sender sender, TemplateFiles files) {
        this.sender = sender;
        for (Occasion occasion : Occasion.values()) {
            layouts.put(
                    occasion,
                    new Layouts(layout(files.layout(occasion, ".txt")), layout(files.layout(occasion, ".html"))));
        }
        for (Language language : Language.values()) {
            texts.put(language, Texts.read(files, language));
        }
    }

    private static Template layout(TemplateFiles.File file) {
        return Template.read(file.name(), file.content(), NAMES, REQUIRED);
    }

    /**
     * Writes a letter.
     *
     * @throws MailRefusedException if its address is none that mail can go to
     */
    Mail write(Letter letter) {
        String to = Recipient.of(letter.to());
        Texts words = texts.get(letter.language());
        Layouts layout = layouts.get(letter.occasion());
        if (words == null || layout == null) {
            throw new IllegalStateException("a language or an occasion without templates");
        }
        Texts.Wording wording = words.of(letter.occasion());
        Template.Values inner = Template.Values.of(
                Map.of("product", sender.name(), "life", Words.duration(letter.life(), letter.language())));
        Map<String, String> lines = new HashMap<>();
        wording.lines().forEach((name, template) -> lines.put(name, template.write(inner, value -> value)));
        lines.put("lang", letter.language().tag());
        lines.put("product", sender.name());
        lines.put("initial", sender.initial());
        lines.put("link", letter.link().reveal());
        lines.put("fallback", words.common("fallback"));
        List<Template.Values> notes = wording.notes().stream()
                .map(note -> Template.Values.of(Map.of("note", note.write(inner, value -> value))))
                .toList();
        List<Template.Values> facts = facts(letter, words);
        List<Template.Values> details =
                facts.isEmpty() ? List.of() : List.of(new Template.Values(Map.of(), Map.of("facts", facts)));
        var values = new Template.Values(lines, Map.of("details", details, "notes", notes));
        String subject = String.valueOf(lines.get("subject"));
        String text = wrapped(layout.text().write(values, value -> value));
        String html = layout.html().write(values, MailWriter::escaped);
        return Mime.mail(letter, sender, to, subject, text, html);
    }

    private static List<Template.Values> facts(Letter letter, Texts words) {
        List<Template.Values> facts = new ArrayList<>();
        Facts.account(letter.account()).ifPresent(name -> facts.add(fact(words, "account", name)));
        if (letter.occasion().tellsOrigin()) {
            facts.add(fact(words, "when", Words.time(letter.origin().at(), letter.language())));
            Facts.device(letter.origin().userAgent(), letter.language())
                    .ifPresent(device -> facts.add(fact(words, "device", device)));
            Facts.source(letter.origin().sourceIp()).ifPresent(source -> facts.add(fact(words, "source", source)));
        }
        return facts;
    }

    private static Template.Values fact(Texts words, String name, String value) {
        return Template.Values.of(Map.of("label", words.common("fact." + name), "value", value));
    }

    /** Escapes what means something in HTML, in texts as in attributes. */
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        value.chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append((char) c);
            }
        });
        return out.toString();
    }

    /** Breaks long lines at spaces, as mail programs that show plain text expect it; what has no space, as a link, stays whole. */
    private static String wrapped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (String line : text.split("\n", -1)) {
            int from = 0;
            while (line.length() - from > COLUMNS) {
                int space = line.lastIndexOf(' ', from + COLUMNS);
                if (space <= from) {
                    space = line.indexOf(' ', from + COLUMNS);
                }
                if (space < 0) {
                    break;
                }
                out.append(line, from, space).append('\n');
                from = space + 1;
            }
            out.append(line, from, line.length()).append('\n');
        }
        return out.toString().stripTrailing() + "\n";
    }
}
