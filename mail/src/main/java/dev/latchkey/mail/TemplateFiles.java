package dev.latchkey.mail;

import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that mails are made from: those that ship, and those of a folder that an operator names, which come first. */
final class TemplateFiles {
    private static final String LAYOUT = "layout";
    private static final long MAX_BYTES = 200_000;

    private final Map<String, String> own;

    private TemplateFiles(Map<String, String> own) {
        this.own = own;
    }

    /** Returns the files that ship. */
    static TemplateFiles shipped() {
        return new TemplateFiles(Map.of());
    }

    /**
     * Reads an operator's folder.
     *
     * @throws TemplateException if it cannot be read, or has a file that no mail would use
     */
    static TemplateFiles in(Path folder) {
        Map<String, String> own = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.collect(Collectors.toList())) {
                String name = String.valueOf(file.getFileName());
                if (!known().contains(name)) {
                    throw new TemplateException(name, "is used by no mail; known are " + String.join(", ", known()));
                }
                own.put(name, content(name, file));
            }
        } catch (IOException e) {
            throw new TemplateException(folder.toString(), "cannot be read as a folder");
        }
        return new TemplateFiles(own);
    }

    private static String content(String name, Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new TemplateException(name, "is larger than " + MAX_BYTES + " bytes, which mail programs cut off");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new TemplateException(name, "is not UTF-8");
        }
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        for (String suffix : List.of(".html", ".txt")) {
            names.add(LAYOUT + suffix);
            for (Occasion occasion : Occasion.values()) {
                names.add(occasion.label() + suffix);
            }
        }
        for (Language language : Language.values()) {
            names.add(texts(language));
        }
        return names;
    }

    /** A file by its name. */
    record File(String name, String content) {}

    /** Returns what a mail of an occasion looks like: its own layout where there is one, else the one of all. */
    File layout(Occasion occasion, String suffix) {
        String name = occasion.label() + suffix;
        return ownOne(name).orElseGet(() -> any(LAYOUT + suffix));
    }

    /** Returns the texts that ship in a language. */
    File shippedTexts(Language language) {
        return shippedOne(texts(language));
    }

    /** Returns an operator's texts in a language, which may be some of all. */
    Optional<File> ownTexts(Language language) {
        return ownOne(texts(language));
    }

    private static String texts(Language language) {
        return language.tag() + ".properties";
    }

    private File any(String name) {
        return ownOne(name).orElseGet(() -> shippedOne(name));
    }

    private Optional<File> ownOne(String name) {
        return Optional.ofNullable(own.get(name)).map(content -> new File(name, content));
    }

    private static File shippedOne(String name) {
        try (InputStream in = TemplateFiles.class.getResourceAsStream("templates/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the mail template " + name);
            }
            return new File(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
