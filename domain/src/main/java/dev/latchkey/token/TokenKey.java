package dev.latchkey.token;

import java.util.regex.Pattern;

/**
 * The public name of a session: the first 16 hexadecimal digits of its token's digest.
 *
 * <p>It names the token towards its owner, in logs and in the store, where it is the sort key within the user's partition.
 * Nothing can be learnt from it about the token's text. (Knox shows the first 15 characters of the token itself.)
 *
 * @param value 16 lower-case hexadecimal digits
 */
public record TokenKey(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    /** Validates the form. */
    public TokenKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a token key");
        }
    }

    /** Tells whether a text has the form of a token key. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
