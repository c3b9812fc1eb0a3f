package dev.latchkey.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A language that mails and pages are written in. */
public enum Language {
    /** English, which is also what somebody gets who asks for none of these. */
    EN,
    /** German. */
    DE;

    /** Longer headers are read no further: browsers send some dozens of characters. */
    private static final int LONGEST_HEADER = 200;

    private static final Pattern WEIGHT = Pattern.compile("q=[01](\\.[0-9]{1,3})?");

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

    /**
     * Returns the language that an {@code Accept-Language} header likes best, by the first part of each tag (RFC 4647, section
     * 3.4); never fails.
     */
    public static Language preferred(@Nullable String acceptLanguage) {
        Language best = EN;
        double most = 0;
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return best;
        }
        for (String range : acceptLanguage.split(",", -1)) {
            String[] parts = range.strip().split(";", -1);
            String primary = parts[0].strip().split("-", -1)[0].toLowerCase(Locale.ROOT);
            double weight = parts.length == 1 ? 1 : weight(parts[1].strip());
            if (TAGS.contains(primary) && weight > most) {
                most = weight;
                best = ofTag(primary);
            }
        }
        return best;
    }

    /** Reads a weight such as {@code q=0.8}; one that cannot be read counts as none. */
    private static double weight(String text) {
        return WEIGHT.matcher(text).matches() ? Double.parseDouble(text.substring(2)) : 0;
    }
}
