package dev.latchkey.user;

import dev.latchkey.text.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The validators that Django REST framework's {@code CharField} appends to a field's own, in its order. */
public final class CharFieldRule {
    private CharFieldRule() {}

    /** Returns what is wrong with a text that may have so many code points at most. */
    public static List<String> violations(String text, int maxLength) {
        List<String> messages = new ArrayList<>();
        if (PythonText.length(text) > maxLength) {
            messages.add("Ensure this field has no more than " + maxLength + " characters.");
        }
        messages.addAll(violations(text));
        return List.copyOf(messages);
    }

    /** Returns what is wrong with a text of any length. */
    public static List<String> violations(String text) {
        List<String> messages = new ArrayList<>();
        if (text.indexOf('\0') >= 0) {
            messages.add("Null characters are not allowed.");
        }
        int surrogate = firstSurrogate(text);
        if (surrogate >= 0) {
            messages.add(String.format(Locale.ROOT, "Surrogate characters are not allowed: U+%X.", surrogate));
        }
        return List.copyOf(messages);
    }

    /** Returns the first surrogate that is not half of a pair, or a negative number. */
    private static int firstSurrogate(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isSurrogate(text.codePointAt(i))) {
                return text.codePointAt(i);
            }
        }
        return -1;
    }

    /** A surrogate that is half of a pair never shows up as a code point. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
