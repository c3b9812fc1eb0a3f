package dev.latchkey.passwords;

import dev.latchkey.text.PythonText;
import dev.latchkey.user.Password;
import java.util.ArrayList;
import java.util.List;

/**
 * Django's four default password validators ({@code django/contrib/auth/password_validation.py}, Django 5.2), in the
 * order that {@code startproject} lists them: similarity to the user's attributes, length, common passwords, digits.
 *
 * <p>The time is linear in the length of password, user name and e-mail address.
 */
public final class PasswordPolicy {
    /** The fewest code points that a password may have. */
    public static final int MIN_LENGTH = 8;

    /** Of a password that is known from a breach; Django has no such rule. */
    static final PasswordViolation BREACHED = new PasswordViolation(
            "password_breached", "This password has appeared in a data breach. Choose another one.");

    private static final PasswordViolation TOO_SHORT = new PasswordViolation(
            "password_too_short",
            "This password is too short. It must contain at least " + MIN_LENGTH + " characters.");
    private static final PasswordViolation TOO_COMMON =
            new PasswordViolation("password_too_common", "This password is too common.");
    private static final PasswordViolation NUMERIC =
            new PasswordViolation("password_entirely_numeric", "This password is entirely numeric.");

    private PasswordPolicy() {}

    /**
     * Returns all that is wrong with a password, in Django's order; empty when it may be used.
     *
     * @param username the user's name; empty when there is none
     * @param email the user's address; empty when there is none
     */
    public static List<PasswordViolation> violations(Password password, String username, String email) {
        String text = password.reveal();
        String lower = PythonText.lower(text);
        List<PasswordViolation> violations = new ArrayList<>();
        if (Similarity.isTooSimilar(lower, username)) {
            violations.add(tooSimilarTo("username"));
        } else if (Similarity.isTooSimilar(lower, email)) {
            violations.add(tooSimilarTo("email address"));
        }
        if (password.length() < MIN_LENGTH) {
            violations.add(TOO_SHORT);
        }
        if (CommonPasswords.contains(PythonText.strip(lower))) {
            violations.add(TOO_COMMON);
        }
        if (PythonText.isDigits(text)) {
            violations.add(NUMERIC);
        }
        return List.copyOf(violations);
    }

    private static PasswordViolation tooSimilarTo(String attribute) {
        return new PasswordViolation("password_too_similar", "The password is too similar to the " + attribute + ".");
    }
}
