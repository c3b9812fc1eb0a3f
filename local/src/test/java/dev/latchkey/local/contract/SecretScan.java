package dev.latchkey.local.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for secrets in a text: as they are, as JSON and URLs write them, in hexadecimal, as a list of numbers, and in both
 * alphabets of base64, wherever in what was encoded they begin.
 */
final class SecretScan {
    /** Shorter texts would be found by chance. */
    private static final int SHORTEST = 10;

    private static final int KEY = 8;

    /** What is no secret, and may well be in a log: words and numbers. */
    private static final Pattern ORDINARY = Pattern.compile("[a-z/_-]+|[0-9.:-]+");

    private final Map<String, List<String>> forms = new HashMap<>();
    private final Set<String> planted = new LinkedHashSet<>();

    /** Notes a secret to look for, if it is one that could not be found by chance. */
    synchronized void plant(String secret) {
        if (secret.length() < SHORTEST || ORDINARY.matcher(secret).matches() || !planted.add(secret)) {
            return;
        }
        for (String form : forms(secret)) {
            forms.computeIfAbsent(form.substring(0, KEY), key -> new ArrayList<>())
                    .add(form);
        }
    }

    /** Returns how many secrets are looked for. */
    synchronized int size() {
        return planted.size();
    }

    /** Returns every form of a secret that is in a text. */
    synchronized Set<String> findIn(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i + KEY <= text.length(); i++) {
            for (String form : forms.getOrDefault(text.substring(i, i + KEY), List.of())) {
                if (text.startsWith(form, i)) {
                    found.add(form);
                }
            }
        }
        return found;
    }

    private static Set<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        String numbers = Arrays.toString(bytes);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(hex);
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        forms.add(numbers.substring(1, numbers.length() - 1));
        for (int before = 0; before < 3; before++) {
            forms.add(base64(Base64.getEncoder(), bytes, before));
            forms.add(base64(Base64.getUrlEncoder(), bytes, before));
        }
        return forms;
    }

    /** Returns those characters of base64 that bytes have by themselves, where some bytes come before them. */
    private static String base64(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length + 2];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int first = (8 * before + 5) / 6;
        int end = 8 * (before + bytes.length) / 6;
        return encoder.encodeToString(shifted).substring(first, end);
    }
}
