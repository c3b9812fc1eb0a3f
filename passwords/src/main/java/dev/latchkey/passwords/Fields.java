package dev.latchkey.passwords;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an encoded hash. Only the canonical form of each is read, since Django compares whole encodings: a
 * number with a leading zero or base64 with bits left over verifies nowhere.
 */
final class Fields {
    private Fields() {}

    /** Splits at each dollar sign; null unless there are {@code count} fields. */
    static @Nullable List<String> split(String encoded, int count) {
        String[] fields = encoded.split("\\$", -1);
        return fields.length == count ? Arrays.asList(fields) : null;
    }

    /** Reads a number from 1 to {@code max} without leading zeros; 0 when it is anything else. */
    static int number(String text, int max) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.startsWith("0")) {
            return 0;
        }
        int number = Integer.parseInt(text);
        return number <= max ? number : 0;
    }

    /** Reads padded base64 of so many bytes; null when it is anything else. */
    static @Nullable Bytes base64(String text, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            boolean canonical = bytes.length == length
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
            return canonical ? Bytes.of(bytes) : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Returns padded base64. */
    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** Returns a salt in UTF-8, as Django hands it to the function; null when Django would refuse it. */
    static @Nullable Bytes salt(String text) {
        boolean acceptable =
                !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text);
        return acceptable ? Bytes.of(text.getBytes(StandardCharsets.UTF_8)) : null;
    }
}
