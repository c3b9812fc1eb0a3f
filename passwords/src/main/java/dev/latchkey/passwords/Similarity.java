package dev.latchkey.passwords;

import dev.latchkey.text.PythonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Django's {@code UserAttributeSimilarityValidator} over Python's {@code difflib.SequenceMatcher.quick_ratio}. */
final class Similarity {
    private static final double MAX_SIMILARITY = 0.7;

    private Similarity() {}

    /** Compares a password in lower case with an attribute and with each part of it between non-word characters. */
    static boolean isTooSimilar(String lowerPassword, String attribute) {
        if (attribute.isEmpty()) {
            return false;
        }
        int[] password = lowerPassword.codePoints().toArray();
        String value = PythonText.lower(attribute);
        return partsOf(value).stream().anyMatch(part -> isTooSimilar(password, part));
    }

    private static boolean isTooSimilar(int[] password, int[] part) {
        return !exceedsLengthRatio(password.length, part.length)
                && ratio(Math.min(password.length, part.length), password, part) >= MAX_SIMILARITY
                && ratio(commonCharacters(password, part), password, part) >= MAX_SIMILARITY;
    }

    /** Django's {@code exceeds_maximum_length_ratio}: a part this short is never compared. */
    private static boolean exceedsLengthRatio(int passwordLength, int partLength) {
        return passwordLength >= 10 * partLength && partLength < MAX_SIMILARITY / 2 * passwordLength;
    }

    /** The text in pieces between runs of non-word characters ({@code re.split(r"\W+")}), then the whole of it. */
    private static List<int[]> partsOf(String value) {
        int[] whole = value.codePoints().toArray();
        List<int[]> parts = new ArrayList<>();
        int start = 0;
        while (start <= whole.length) {
            int end = skip(whole, start, true);
            parts.add(Arrays.copyOfRange(whole, start, end));
            start = end == whole.length ? end + 1 : skip(whole, end, false);
        }
        parts.add(whole);
        return parts;
    }

    /** Returns the end of the run of word characters, or of others, that begins at an index. */
    private static int skip(int[] text, int start, boolean word) {
        int end = start;
        while (end < text.length && PythonText.isWord(text[end]) == word) {
            end++;
        }
        return end;
    }

    private static double ratio(int matches, int[] a, int[] b) {
        int length = a.length + b.length;
        return length == 0 ? 1.0 : 2.0 * matches / length;
    }

    /** The number of characters that both have, in whatever order, repetitions counted. */
    private static int commonCharacters(int[] a, int[] b) {
        Map<Integer, Integer> available = new HashMap<>();
        for (int c : b) {
            available.merge(c, 1, Integer::sum);
        }
        int matches = 0;
        for (int c : a) {
            if (available.merge(c, -1, Integer::sum) >= 0) {
                matches++;
            }
        }
        return matches;
    }
}
