package dev.latchkey.mail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places to fill in: {@code {{name}}} is a value, and what stands from {@code {{#name}}} to {@code {{/name}}} is written
 * once for each entry of a list, whose values it may use beside those outside. A line that holds nothing but the begin or the end of
 * such a part leaves no line behind. That is a small part of Mustache, with the difference that a name which is not known is an error,
 * when the template is read and not when a mail is written.
 */
final class Template {
    private static final Pattern TAG =
            Pattern.compile("(?m)^[ \t]*\\{\\{([#/])([^{}]*)}}[ \t]*\\R|\\{\\{([#/]?)([^{}]*)}}");

    private final Part root;

    private Template(Part root) {
        this.root = root;
    }

    /** What may stand in a template: names of values, and of lists with the names of their entries' values. */
    record Names(Set<String> values, Map<String, Names> lists) {
        static Names values(Set<String> values) {
            return new Names(values, Map.of());
        }

        private Names within(String list) {
            Names inner = lists.get(list);
            if (inner == null) {
                throw new IllegalArgumentException(list);
            }
            Set<String> all = new HashSet<>(values);
            all.addAll(inner.values);
            return new Names(all, inner.lists);
        }
    }

    /** Values by name, and lists of them. */
    record Values(Map<String, String> values, Map<String, List<Values>> lists) {
        static Values of(Map<String, String> values) {
            return new Values(values, Map.of());
        }
    }

    private interface Node {
        void write(StringBuilder out, List<Values> scopes, UnaryOperator<String> escape);
    }

    private record Literal(String text) implements Node {
        @Override
        public void write(StringBuilder out, List<Values> scopes, UnaryOperator<String> escape) {
            out.append(text);
        }
    }

    private record Value(String name) implements Node {
        @Override
        public void write(StringBuilder out, List<Values> scopes, UnaryOperator<String> escape) {
            for (int i = scopes.size() - 1; i >= 0; i--) {
                String value = scopes.get(i).values().get(name);
                if (value != null) {
                    out.append(escape.apply(value));
                    return;
                }
            }
            throw new IllegalStateException("no value for " + name);
        }
    }

    private record Part(String name, Names names, List<Node> nodes) implements Node {
        @Override
        public void write(StringBuilder out, List<Values> scopes, UnaryOperator<String> escape) {
            for (Values entry : entries(scopes)) {
                List<Values> inner = new ArrayList<>(scopes);
                inner.add(entry);
                nodes.forEach(node -> node.write(out, inner, escape));
            }
        }

        private List<Values> entries(List<Values> scopes) {
            for (int i = scopes.size() - 1; i >= 0; i--) {
                List<Values> entries = scopes.get(i).lists().get(name);
                if (entries != null) {
                    return entries;
                }
            }
            throw new IllegalStateException("no list " + name);
        }
    }

    /**
     * Reads a template.
     *
     * @param file the file's name, for the error
     * @param text the file's content
     * @param names what may stand in it
     * @param required which of the values have to stand in it somewhere
     * @throws TemplateException if a place is unknown, not closed, or missing
     */
    static Template read(String file, String text, Names names, Set<String> required) {
        List<Part> open = new ArrayList<>(List.of(new Part("", names, new ArrayList<>())));
        Set<String> seen = new HashSet<>();
        Matcher tag = TAG.matcher(text);
        int from = 0;
        while (tag.find()) {
            open.get(open.size() - 1).nodes().add(new Literal(text.substring(from, tag.start())));
            boolean whole = tag.group(2) != null;
            take(file, open, whole ? tag.group(1) : tag.group(3), (whole ? tag.group(2) : tag.group(4)).strip(), seen);
            from = tag.end();
        }
        String rest = text.substring(from);
        if (rest.contains("{{")) {
            throw new TemplateException(file, "has a {{ without its }}");
        }
        if (open.size() > 1) {
            throw new TemplateException(
                    file, "lacks {{/" + open.get(open.size() - 1).name() + "}}");
        }
        for (String name : required) {
            if (!seen.contains(name)) {
                throw new TemplateException(file, "lacks {{" + name + "}}");
            }
        }
        open.get(0).nodes().add(new Literal(rest));
        return new Template(open.get(0));
    }

    private static void take(String file, List<Part> open, String kind, String name, Set<String> seen) {
        Part current = open.get(open.size() - 1);
        seen.add(name);
        if (kind.equals("#") && current.names().lists().containsKey(name)) {
            Part part = new Part(name, current.names().within(name), new ArrayList<>());
            current.nodes().add(part);
            open.add(part);
        } else if (kind.equals("/") && open.size() > 1 && current.name().equals(name)) {
            open.remove(open.size() - 1);
        } else if (kind.isEmpty() && current.names().values().contains(name)) {
            current.nodes().add(new Value(name));
        } else {
            throw new TemplateException(file, "has {{" + kind + name + "}}, which means nothing there");
        }
    }

    /** Writes the text, with each value as {@code escape} has it. */
    String write(Values values, UnaryOperator<String> escape) {
        StringBuilder out = new StringBuilder(1024);
        root.nodes().forEach(node -> node.write(out, List.of(values), escape));
        return out.toString();
    }

    /** Returns the values that stand somewhere in it, those in lists included. */
    static Set<String> valuesIn(String text) {
        Set<String> found = new HashSet<>();
        TAG.matcher(text).results().map(result -> result.group(4)).forEach(name -> {
            if (name != null) {
                found.add(name.strip());
            }
        });
        return found;
    }
}
