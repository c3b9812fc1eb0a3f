package dev.latchkey.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes as text that may have lone surrogates, which UTF-8 cannot give: a backslash, u and four digits are one unit. */
public final class Text {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    private Text() {}

    /** Returns the text that the bytes stand for. */
    public static String of(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        return ESCAPE.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))));
    }
}
