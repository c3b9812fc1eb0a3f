package dev.latchkey.text;

import java.util.Locale;

/**
 * The methods of Python's {@code str} that Django's validation rules are made of.
 *
 * <p>Each differs from the Java method of the same name: {@code String.strip} keeps U+0085 and U+00A0, {@code
 * String.length} counts UTF-16 units, {@code \w} is ASCII, lower-casing leans on a locale and there is no case folding.
 * A lone surrogate counts as one code point without properties, as it does in Python.
 *
 * <p>Properties of characters come from the running JDK (Unicode 13 on Java 17, Unicode 16 on Java 25). A code point
 * which that JDK does not know is no letter, digit or space and has no case, so that a user name is never stored under
 * a folding that a later Unicode could change; Unicode's stability policy keeps what is known. Compared with CPython
 * 3.11 (Unicode 14) for every code point that both know.
 */
public final class PythonText {
    private static final char CAPITAL_SIGMA = 'Σ';
    private static final char SMALL_SIGMA = 'σ';
    private static final char FINAL_SIGMA = 'ς';
    private static final char CAPITAL_I_WITH_DOT = 'İ';
    private static final char DOTLESS_I = 'ı';

    private PythonText() {}

    /** Returns the text without leading and trailing {@linkplain #isSpace white space} ({@code str.strip()}). */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Tells whether {@code str.isspace} holds: U+001C to U+001F, U+0085 and U+00A0 are spaces, U+FEFF is not. */
    public static boolean isSpace(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint == ' '
                    || (codePoint >= 0x09 && codePoint <= 0x0D)
                    || (codePoint >= 0x1C && codePoint < ' ');
        }
        return codePoint == 0x85 || Character.isSpaceChar(codePoint);
    }

    /** Tells whether {@code re}'s {@code \w} matches: a letter or number of any script, or an underscore. */
    public static boolean isWord(int codePoint) {
        if (codePoint < 0x80) {
            return isAsciiWord(codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isAsciiWord(int codePoint) {
        return (codePoint >= 'a' && codePoint <= 'z')
                || (codePoint >= 'A' && codePoint <= 'Z')
                || (codePoint >= '0' && codePoint <= '9')
                || codePoint == '_';
    }

    /**
     * Tells whether {@code str.isdigit} holds: the text is not empty and every character is a decimal digit of some
     * script or a digit in special form (superscript, circled), but no fraction or Roman numeral.
     */
    public static boolean isDigits(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(PythonText::isDigit);
    }

    private static boolean isDigit(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= '0' && codePoint <= '9';
        }
        return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER || SpecialDigits.contains(codePoint);
    }

    /** Returns the text in lower case ({@code str.lower()}), whatever the default locale. */
    public static String lower(String text) {
        if (isAscii(text)) {
            return asciiLower(text);
        }
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            appendLower(lower, text, i, codePoint);
            i = next;
        }
        return lower.toString();
    }

    private static void appendLower(StringBuilder lower, String text, int index, int codePoint) {
        if (codePoint == CAPITAL_SIGMA) {
            lower.append(endsWord(text, index) ? FINAL_SIGMA : SMALL_SIGMA);
        } else if (codePoint == CAPITAL_I_WITH_DOT) {
            lower.append("i\u0307");
        } else {
            lower.appendCodePoint(Character.toLowerCase(codePoint));
        }
    }

    /** Unicode's Final_Sigma: a cased letter before, none after, case-ignorable characters between not counting. */
    private static boolean endsWord(String text, int index) {
        int before = index;
        while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        if (before == 0 || !isCased(text.codePointBefore(before))) {
            return false;
        }
        int after = index + 1;
        while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
            after += Character.charCount(text.codePointAt(after));
        }
        return after == text.length() || !isCased(text.codePointAt(after));
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    /** Unicode's Case_Ignorable: marks, formats, modifiers and the punctuation that may stand inside a word. */
    private static boolean isCaseIgnorable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> "'.:·\u0387՟״‘’․‧︓﹒﹕＇．：".indexOf(codePoint) >= 0;
        };
    }

    /**
     * Returns the text with case distinctions removed ({@code str.casefold()}): Unicode's full case folding, by which
     * {@code ß} becomes {@code ss} and Cherokee becomes upper case.
     */
    public static String casefold(String text) {
        if (isAscii(text)) {
            return asciiLower(text);
        }
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> appendFolded(folded, codePoint));
        return folded.toString();
    }

    private static void appendFolded(StringBuilder folded, int codePoint) {
        if (codePoint == CAPITAL_SIGMA || codePoint == FINAL_SIGMA) {
            folded.append(SMALL_SIGMA);
        } else if (codePoint == SMALL_SIGMA || codePoint == DOTLESS_I || !isCased(codePoint)) {
            folded.appendCodePoint(codePoint);
        } else {
            appendFoldedByCase(folded, codePoint);
        }
    }

    /** Folding is lower case of upper case of lower case, but Cherokee folds to the capitals that came first. */
    private static void appendFoldedByCase(StringBuilder folded, int codePoint) {
        if (codePoint >= 0x13A0 && codePoint <= 0x13F5) {
            folded.appendCodePoint(codePoint);
        } else if (codePoint >= 0x13F8 && codePoint <= 0x13FD) {
            folded.appendCodePoint(codePoint - 8);
        } else if (codePoint >= 0xAB70 && codePoint <= 0xABBF) {
            folded.appendCodePoint(codePoint - 0xAB70 + 0x13A0);
        } else {
            String lower = Character.toString(codePoint).toLowerCase(Locale.ROOT);
            folded.append(lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        }
    }

    /** Returns the number of code points ({@code len(str)}). */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Tells whether every character is ASCII ({@code str.isascii()}); so it is for the empty text. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String asciiLower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
