package dev.latchkey.user;

import java.util.regex.Pattern;

/** What a role may be called, and how many a user may have. */
public final class RoleRule {
    /** So many roles a user may have: an item of a user is read by each check, and stays below 4 KB. */
    public static final int MOST = 20;

    /** What a role's name may be, to a person. */
    public static final String FORM = "1 to 64 of a-z 0-9 . _ -";

    private static final Pattern ROLE = Pattern.compile("[a-z0-9._-]{1,64}");

    private RoleRule() {}

    /** Tells whether a text can name a role. */
    public static boolean isValid(String text) {
        return ROLE.matcher(text).matches();
    }
}
