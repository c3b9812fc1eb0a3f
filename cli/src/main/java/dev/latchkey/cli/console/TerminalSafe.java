package dev.latchkey.cli.console;

import dev.latchkey.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text of users, made safe to show on a terminal: a name may hold escape sequences, line ends or reordering marks. */
public final class TerminalSafe {
    private TerminalSafe() {}

    /** Returns the text with all that is not plainly visible written as {@code \}{@code u{1b}}. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(shown, codePoint));
        return shown.toString();
    }

    /** Returns a value as JSON in which all that is not plainly visible is an escape, as in {@code \\}{@code u009b}. */
    public static String json(@Nullable Object value) {
        String json = Json.write(value);
        StringBuilder shown = new StringBuilder(json.length());
        json.codePoints().forEach(codePoint -> {
            // A backslash begins an escape, and whatever else is hidden stands within a string.
            if (codePoint == '\\' || !isHidden(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                for (char unit : Character.toChars(codePoint)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static void append(StringBuilder shown, int codePoint) {
        if (isHidden(codePoint)) {
            shown.append(String.format(Locale.ROOT, "\\u{%x}", codePoint));
        } else {
            shown.appendCodePoint(codePoint);
        }
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> codePoint == '\\';
        };
    }
}
