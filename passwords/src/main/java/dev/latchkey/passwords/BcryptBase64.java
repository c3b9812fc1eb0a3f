package dev.latchkey.passwords;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 with bcrypt's alphabet and no padding. */
final class BcryptBase64 {
    private static final String BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private BcryptBase64() {}

    /** Encodes bytes. */
    static String encode(Bytes bytes) {
        StringBuilder text = new StringBuilder();
        String standard = Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray());
        standard.chars().forEach(c -> text.append(BCRYPT.charAt(STANDARD.indexOf(c))));
        return text.toString();
    }

    /** Decodes text of that alphabet; null when its last character has bits left over that are not zero. */
    static @Nullable Bytes decode(String text) {
        StringBuilder standard = new StringBuilder(text.length());
        text.chars().forEach(c -> standard.append(STANDARD.charAt(BCRYPT.indexOf(c))));
        byte[] bytes = Base64.getDecoder().decode(standard.toString());
        boolean canonical =
                Base64.getEncoder().withoutPadding().encodeToString(bytes).contentEquals(standard);
        return canonical ? Bytes.of(bytes) : null;
    }
}
