package dev.latchkey.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that mails and pages are written in. */
public enum Language {
    /** English, which is also what somebody gets who asks for none of these. */
    EN,
    /** German. */
    DE;

    /** Longer headers are read no further: browsers send some dozens of characters. */
    private static final int LONGEST_HEADER = 200;

    private static final List<String> TAGS =
            List.of(values()).stream().map(Language::tag).toList();

    /** Returns the language's tag (BCP 47). */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a stored tag.
     *
     * @throws IllegalArgumentException if there is no such language
     */
    public static Language ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Returns the language that an {@code Accept-Language} header likes best (RFC 4647, lookup); never fails. */
    public static Language preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST_HEADER) {
            return EN;
        }
        try {
            String tag = Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), TAGS);
            return tag == null ? EN : ofTag(tag);
        } catch (IllegalArgumentException e) {
            return EN;
        }
    }
}
