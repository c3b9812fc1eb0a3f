package dev.latchkey.user;

import dev.latchkey.text.PythonText;
import java.nio.charset.StandardCharsets;

/**
 * A password as a person typed it, never trimmed or normalised.
 *
 * <p>Its text leaves it by {@link #reveal} and {@link #utf8} only; {@code toString} says nothing, and two passwords are
 * not comparable.
 */
public final class Password {
    private final String text;

    private Password(String text) {
        this.text = text;
    }

    /** Wraps a password; any text will do, the empty one included. */
    public static Password of(String text) {
        return new Password(text);
    }

    /** Returns the text itself. */
    public String reveal() {
        return text;
    }

    /** Returns a new array with the text in UTF-8, which the caller may overwrite. */
    public byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the length in code points. */
    public int length() {
        return PythonText.length(text);
    }

    /** Returns the length in bytes of UTF-8. */
    public int utf8Length() {
        return utf8().length;
    }

    /** Tells whether the text has no lone surrogate: only then does UTF-8 keep all of it. */
    public boolean isWellFormed() {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
