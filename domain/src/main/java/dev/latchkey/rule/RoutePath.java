package dev.latchkey.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path of a route, in a form that is the same however it is written: API Gateway writes {@code /orders/{id}} and
 * {@code /files/{path+}}, and stage variables, which take no braces, {@code /orders/:id} and {@code /files/~path}.
 *
 * <p>Names of parameters are left out: a place in a path has one parameter at most. What stage variables do not take either, such as
 * an underscore, is written there as a number sign and two hexadecimal digits.
 *
 * @param value the path, with {@code :} for a parameter and {@code ~} for the rest of the path
 */
public record RoutePath(String value) {
    private static final char PARAMETER = ':';
    private static final char REST = '~';
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final Pattern LITERAL = Pattern.compile("([A-Za-z0-9.~:-]|#[0-9a-f]{2})*");

    /** Returns the form of a path as API Gateway writes it. */
    public static RoutePath ofResource(String resource) {
        List<String> segments = new ArrayList<>();
        for (String segment : resource.split("/", -1)) {
            boolean braces = segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
            segments.add(
                    !braces
                            ? literal(segment)
                            : segment.endsWith("+}") ? String.valueOf(REST) : String.valueOf(PARAMETER));
        }
        return new RoutePath(String.join("/", segments));
    }

    /** A segment that looks like a parameter's form, and is none, is kept from being taken for it. */
    private static String literal(String segment) {
        boolean looks = !segment.isEmpty() && (segment.charAt(0) == PARAMETER || segment.charAt(0) == REST);
        return looks ? "#" + segment : segment;
    }

    /** Reads a path as stage variables have it; nothing if it is none. */
    static Optional<RoutePath> ofRule(String text) {
        if (!text.startsWith("/")) {
            return Optional.empty();
        }
        String[] written = text.split("/", -1);
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < written.length; i++) {
            String segment = written[i];
            char first = segment.isEmpty() ? ' ' : segment.charAt(0);
            if (first == PARAMETER || first == REST) {
                boolean last = i == written.length - 1;
                if (!NAME.matcher(segment.substring(1)).matches() || (first == REST && !last)) {
                    return Optional.empty();
                }
                segments.add(String.valueOf(first));
            } else if (LITERAL.matcher(segment).matches()) {
                segments.add(literal(decoded(segment)));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new RoutePath(String.join("/", segments)));
    }

    /** Returns a text as stage variables can have it; see {@link #decoded}. */
    public static String encoded(String text) {
        StringBuilder written = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < 128 && (Character.isLetterOrDigit(c) || "-.~:".indexOf(c) >= 0)) {
                written.append((char) c);
            } else {
                written.append(String.format(Locale.ROOT, "#%02x", c));
            }
        });
        return written.toString();
    }

    /** Returns what {@link #encoded} was given. */
    static String decoded(String text) {
        int mark = text.indexOf('#');
        if (mark < 0) {
            return text;
        }
        StringBuilder read = new StringBuilder();
        int from = 0;
        while (mark >= 0) {
            read.append(text, from, mark);
            read.append((char) Integer.parseInt(text.substring(mark + 1, mark + 3), 16));
            from = mark + 3;
            mark = text.indexOf('#', from);
        }
        return read.append(text, from, text.length()).toString();
    }
}
