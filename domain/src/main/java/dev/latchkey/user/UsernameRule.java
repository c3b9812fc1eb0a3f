package dev.latchkey.user;

import dev.latchkey.text.PythonText;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be a user name, and when two names are the same: Django's {@code AbstractUser.username} as Django REST
 * framework validates it.
 *
 * <p>A name is {@linkplain #normalize normalised} first, then validated, then compared by its {@linkplain
 * #uniquenessKey uniqueness key}. Messages come in the framework's order; its message for a name that is taken stands
 * between {@link #characterViolations} and {@link #remainingViolations}.
 */
public final class UsernameRule {
    /** The most code points that a normalised name may have. */
    public static final int MAX_LENGTH = 150;

    private static final String CHARACTERS =
            "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.";

    private UsernameRule() {}

    /**
     * Returns the form that is validated, stored and shown: Unicode NFKC of the text without surrounding space.
     *
     * <p>The time is linear in the text's length. Text of more than 600 code points, which is never valid, may come back
     * without having been put in normal form.
     */
    public static String normalize(String text) {
        return NameNormalizer.nfkc(PythonText.strip(text));
    }

    /**
     * Returns all that is wrong with a name by itself, in order; empty when it is valid. An empty name gives the
     * message on characters: the caller tells "blank" apart first.
     */
    public static List<String> violations(String normalized) {
        List<String> messages = new ArrayList<>(characterViolations(normalized));
        messages.addAll(remainingViolations(normalized));
        return List.copyOf(messages);
    }

    /** Returns the message for characters that a name may not have; it comes before the one for a taken name. */
    public static List<String> characterViolations(String normalized) {
        return hasOnlyAllowedCharacters(normalized) ? List.of() : List.of(CHARACTERS);
    }

    /** Returns the messages that come after the one for a taken name: length, null characters, surrogates. */
    public static List<String> remainingViolations(String normalized) {
        return CharFieldRule.violations(normalized, MAX_LENGTH);
    }

    /**
     * Returns the key under which two names are one: NFKC of the case-folded name, so that {@code Straße} and {@code
     * STRASSE} collide.
     *
     * @param normalized a name from {@link #normalize}
     */
    public static String uniquenessKey(String normalized) {
        return NameNormalizer.nfkc(PythonText.casefold(normalized));
    }

    private static boolean hasOnlyAllowedCharacters(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isAllowed(text.codePointAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isAllowed(int codePoint) {
        return PythonText.isWord(codePoint)
                || codePoint == '@'
                || codePoint == '.'
                || codePoint == '+'
                || codePoint == '-';
    }
}
