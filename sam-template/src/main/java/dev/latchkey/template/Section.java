package dev.latchkey.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One map of the template, whose values are resolved when they are asked for. */
final class Section {
    private final Map<String, Object> raw;
    private final String where;
    private final Resolver resolver;

    Section(Map<String, Object> raw, String where, Resolver resolver) {
        this.raw = raw;
        this.where = where;
        this.resolver = resolver;
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(raw.keySet());
        keys.removeIf(key -> value(key).isEmpty());
        return keys;
    }

    /** Refuses keys that nothing here understands: leaving them out would give something else than what deploys. */
    void allowOnly(Set<String> known) {
        Set<String> unknown = new TreeSet<>(keys());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw error(String.join(", ", unknown) + " is not known to the local server");
        }
    }

    Optional<Object> value(String key) {
        return Optional.ofNullable(raw.get(key)).map(resolver::head).filter(value -> value != Resolver.NO_VALUE);
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> error(key + " is missing"));
    }

    Optional<String> optionalText(String key) {
        return value(key).map(value -> as(String.class, value, key, "text"));
    }

    boolean flag(String key, boolean otherwise) {
        return optionalText(key).map(text -> truth(text, key)).orElse(otherwise);
    }

    private boolean truth(String text, String key) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw error(key + " has to be true or false, and not " + text);
        };
    }

    int number(String key, int otherwise) {
        return optionalText(key).map(text -> integer(text, key)).orElse(otherwise);
    }

    private int integer(String text, String key) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw error(key + " has to be a whole number, and not " + text);
        }
    }

    Section section(String key) {
        return optionalSection(key).orElseThrow(() -> error(key + " is missing"));
    }

    Optional<Section> optionalSection(String key) {
        return value(key).map(value -> sectionOf(value, key));
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Object item : list(key)) {
            sections.add(sectionOf(item, key));
        }
        return sections;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(key)) {
            texts.add(as(String.class, item, key, "text"));
        }
        return texts;
    }

    /** Returns the texts of a list, or the one text that stands in its place. */
    List<String> textOrTexts(String key) {
        return value(key).orElse("") instanceof List<?> ? texts(key) : List.of(text(key));
    }

    Map<String, String> textMap() {
        Map<String, String> map = new LinkedHashMap<>();
        keys().forEach(key -> map.put(key, text(key)));
        return map;
    }

    private List<Object> list(String key) {
        List<Object> items = new ArrayList<>();
        for (Object item : value(key)
                .<List<?>>map(value -> as(List.class, value, key, "a list"))
                .orElse(List.of())) {
            items.add(resolver.head(item));
        }
        items.removeIf(item -> item == Resolver.NO_VALUE);
        return items;
    }

    @SuppressWarnings("unchecked") // Every map that the reader makes has text for keys.
    private Section sectionOf(Object value, String key) {
        return new Section(as(Map.class, value, key, "a map"), where + "." + key, resolver);
    }

    private <T> T as(Class<T> type, Object value, String key, String what) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw error(key + " has to be " + what);
    }

    TemplateException error(String problem) {
        return new TemplateException(where + ": " + problem);
    }
}
