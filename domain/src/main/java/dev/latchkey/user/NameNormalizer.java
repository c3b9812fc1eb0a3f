package dev.latchkey.user;

import dev.latchkey.text.PythonText;
import java.text.Normalizer;

/**
 * Unicode NFKC in linear time.
 *
 * <p>Normalising sorts each run of combining marks, which takes time quadratic in its length: 3 seconds for 64 KiB. Text
 * that is too long for a name in any case is therefore returned as it is when it has such a run. That changes no
 * message: no character of a normal form stands for more than four, so it is too long before and after; and at most
 * three marks join the letter before them, so that some are left, which no name may have.
 */
final class NameNormalizer {
    private static final int LONGEST_POSSIBLE_NAME = 4 * UsernameRule.MAX_LENGTH;
    private static final int LONGEST_RUN = 32;

    private NameNormalizer() {}

    /** Returns the normal form; ASCII is its own, and asking for it would load the normaliser's tables. */
    static String nfkc(String text) {
        return PythonText.isAscii(text) || isCostly(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static boolean isCostly(String text) {
        return PythonText.length(text) > LONGEST_POSSIBLE_NAME && hasLongRunOfMarks(text);
    }

    private static boolean hasLongRunOfMarks(String text) {
        int run = 0;
        for (int i = 0; i < text.length() && run <= LONGEST_RUN; ) {
            int codePoint = text.codePointAt(i);
            run = startsWithMark(codePoint) ? run + 1 : 0;
            i += Character.charCount(codePoint);
        }
        return run > LONGEST_RUN;
    }

    /** Tells of a mark, or of one of the two letters whose normal form is one. */
    private static boolean startsWithMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> codePoint == 0xFF9E || codePoint == 0xFF9F;
        };
    }
}
