package dev.latchkey.mail;

import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** All that mails say in one language. */
final class Texts {
    private static final String LIFE = "life";
    private static final String PRODUCT = "product";
    private static final List<String> LINES = List.of("subject", "preview", "heading", "lead", "button", "footer");
    private static final List<String> COMMON =
            List.of("fallback", "fact.account", "fact.when", "fact.device", "fact.source");

    /**
     * What a mail of an occasion says.
     *
     * @param lines templates of single lines by name
     * @param notes templates of what stands below the link
     */
    record Wording(Map<String, Template> lines, List<Template> notes) {}

    private final Map<Occasion, Wording> wordings = new EnumMap<>(Occasion.class);
    private final Map<String, String> common = new java.util.HashMap<>();

    private Texts() {}

    /**
     * Reads the texts of a language: an operator's lines over those that ship.
     *
     * @throws TemplateException if a line is missing, unknown, empty or broken, or one about a secret does not say how long it works
     */
    static Texts read(TemplateFiles files, Language language) {
        TemplateFiles.File shipped = files.shippedTexts(language);
        Properties lines = lines(shipped);
        Optional<TemplateFiles.File> own = files.ownTexts(language);
        own.ifPresent(file -> {
            Properties replaced = lines(file);
            Set<String> notes = new HashSet<>();
            replaced.stringPropertyNames().forEach(key -> {
                int note = key.indexOf(".note.");
                if (note > 0 && notes.add(key.substring(0, note))) {
                    // Whoever writes one note of a mail writes all of them.
                    lines.stringPropertyNames().stream()
                            .filter(old -> old.startsWith(key.substring(0, note) + ".note."))
                            .forEach(lines::remove);
                }
            });
            replaced.stringPropertyNames().forEach(key -> lines.setProperty(key, replaced.getProperty(key)));
        });
        return new Texts().filled(own.orElse(shipped).name(), lines);
    }

    private Texts filled(String file, Properties lines) {
        Set<String> unread = new TreeSet<>(lines.stringPropertyNames());
        for (String key : COMMON) {
            common.put(
                    key,
                    Template.read(file, line(file, lines, key, unread), names(Set.of()), Set.of())
                            .write(Template.Values.of(Map.of()), text -> text));
        }
        for (Occasion occasion : Occasion.values()) {
            wordings.put(occasion, wording(file, lines, occasion, unread));
        }
        if (!unread.isEmpty()) {
            throw new TemplateException(file, "has " + unread.iterator().next() + ", which no mail uses");
        }
        return this;
    }

    private static Wording wording(String file, Properties lines, Occasion occasion, Set<String> unread) {
        Template.Names names = names(occasion.hasSecret() ? Set.of(PRODUCT, LIFE) : Set.of(PRODUCT));
        Set<String> used = new HashSet<>();
        Map<String, Template> single = new java.util.HashMap<>();
        for (String name : LINES) {
            String text = line(file, lines, occasion.label() + "." + name, unread);
            used.addAll(Template.valuesIn(text));
            single.put(name, Template.read(file + ", " + occasion.label() + "." + name + ",", text, names, Set.of()));
        }
        List<Template> notes = new ArrayList<>();
        for (int i = 1; i == 1 || lines.getProperty(occasion.label() + ".note." + i) != null; i++) {
            String key = occasion.label() + ".note." + i;
            String text = line(file, lines, key, unread);
            used.addAll(Template.valuesIn(text));
            notes.add(Template.read(file + ", " + key + ",", text, names, Set.of()));
        }
        if (occasion.hasSecret() && !used.contains(LIFE)) {
            throw new TemplateException(file, "lacks {{" + LIFE + "}} in the lines of " + occasion.label());
        }
        return new Wording(Map.copyOf(single), List.copyOf(notes));
    }

    private static String line(String file, Properties lines, String key, Set<String> unread) {
        String text = lines.getProperty(key);
        if (text == null || text.isBlank()) {
            throw new TemplateException(file, "lacks the line " + key);
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new TemplateException(file, "has more than one line in " + key);
        }
        unread.remove(key);
        return text;
    }

    private static Template.Names names(Set<String> values) {
        return Template.Names.values(values);
    }

    private static Properties lines(TemplateFiles.File file) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(file.content()));
        } catch (IllegalArgumentException e) {
            throw new TemplateException(file.name(), "has a broken \\u in it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** Returns what a mail of an occasion says. */
    Wording of(Occasion occasion) {
        Wording wording = wordings.get(occasion);
        if (wording == null) {
            throw new IllegalStateException("no wording for " + occasion);
        }
        return wording;
    }

    /** Returns a text that is in mails of several occasions. */
    String common(String key) {
        String text = common.get(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key);
        }
        return text;
    }
}
