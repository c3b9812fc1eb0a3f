package dev.latchkey.http;

import dev.latchkey.user.CharFieldRule;
import org.jspecify.annotations.Nullable;

/** A field of a form that holds one secret word: read without white space around it, and refused if it has a null character. */
public final class CodeField {
    private CodeField() {}

    /** Returns the text, or null after noting what is wrong. */
    public static @Nullable String read(FormFields fields, String name) {
        String text = fields.trimmed(name);
        if (text != null) {
            fields.reject(name, CharFieldRule.violations(text));
        }
        return text;
    }
}
