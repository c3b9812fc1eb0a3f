package dev.latchkey.key;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a key may be used for.
 *
 * <p>Only the whole name counts: {@code orders} says nothing of {@code orders.read}.
 *
 * @param name 1 to 64 of {@code a-z 0-9 . _ : -}, and no word that rules for routes have a meaning for
 */
public record Scope(String name) {
    /** Asking whether a token is valid: for services alone (RFC 7662 section 2.1 wants the caller authorised). */
    public static final String INTROSPECT = "introspect";

    /** So many scopes a key may have, and so many there may be. */
    public static final int MOST = 50;

    /** What a scope may be, to a person. */
    public static final String FORM =
            "1 to 64 of a-z 0-9 . _ : -, and neither session, any nor deny nor begin with role: or fresh:";

    private static final Pattern NAME = Pattern.compile("[a-z0-9._:-]{1,64}");
    private static final Set<String> RESERVED = Set.of("session", "any", "deny");

    /**
     * Validates the name.
     *
     * @throws IllegalArgumentException if it cannot be a scope's
     */
    public Scope {
        if (!isValid(name)) {
            throw new IllegalArgumentException("not a scope");
        }
    }

    /** Tells whether a text can name a scope. */
    public static boolean isValid(String text) {
        return NAME.matcher(text).matches()
                && !RESERVED.contains(text)
                && !text.startsWith("role:")
                && !text.startsWith("fresh:");
    }

    @Override
    public String toString() {
        return name;
    }
}
