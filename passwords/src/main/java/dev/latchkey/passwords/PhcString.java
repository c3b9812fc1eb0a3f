package dev.latchkey.passwords;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Argon2 hash in the PHC string format: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, salt and hash in base64
 * without padding.
 *
 * <p>Parsing is total and bounded: text that is malformed, or asks for more than {@link Argon2Parameters} allows, gives
 * null, before anything of the size it asks for is allocated.
 */
record PhcString(Argon2.Variant variant, Argon2Parameters cost, Bytes salt, Bytes hash) {
    private static final int MIN_SALT = 8;
    private static final int MAX_SALT = 64;
    private static final int MIN_HASH = 16;
    private static final int MAX_HASH = 64;

    /** No part can match in more than one way, so that the time is linear. A missing version means 16. */
    private static final Pattern FORMAT = Pattern.compile("\\$(argon2id|argon2i|argon2d)(?:\\$v=(16|19))?"
            + "\\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,8}),p=([1-9][0-9]{0,8})"
            + "\\$([A-Za-z0-9+/]{1,100})\\$([A-Za-z0-9+/]{1,100})");

    /** Reads an encoded hash; null unless it can be computed within bounds. */
    static @Nullable PhcString parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int memoryKib = Integer.parseInt(matcher.group(3));
        int iterations = Integer.parseInt(matcher.group(4));
        int parallelism = Integer.parseInt(matcher.group(5));
        Bytes salt = decode(matcher.group(6), MIN_SALT, MAX_SALT);
        Bytes hash = decode(matcher.group(7), MIN_HASH, MAX_HASH);
        if (salt == null || hash == null || !Argon2Parameters.areAcceptable(memoryKib, iterations, parallelism)) {
            return null;
        }
        Argon2Parameters cost = new Argon2Parameters(memoryKib, iterations, parallelism);
        return new PhcString(variantOf(matcher.group(1), matcher.group(2)), cost, salt, hash);
    }

    /** Returns the text that {@link #parse} reads. */
    String encode() {
        return "$%s$v=%d$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        variant.type().id,
                        variant.version(),
                        cost.memoryKib(),
                        cost.iterations(),
                        cost.parallelism(),
                        encode(salt),
                        encode(hash));
    }

    private static Argon2.Variant variantOf(String id, @Nullable String version) {
        Argon2.Type type = switch (id) {
            case "argon2id" -> Argon2.Type.ARGON2ID;
            case "argon2i" -> Argon2.Type.ARGON2I;
            default -> Argon2.Type.ARGON2D;
        };
        return new Argon2.Variant(type, "19".equals(version) ? Argon2.Variant.VERSION_13 : Argon2.Variant.VERSION_10);
    }

    /** Decodes base64 of acceptable length that encodes back to the same text, so that bits left over are zero. */
    private static @Nullable Bytes decode(String text, int min, int max) {
        try {
            Bytes bytes = Bytes.of(Base64.getDecoder().decode(text));
            boolean acceptable = bytes.isSizedWithin(min, max) && encode(bytes).equals(text);
            return acceptable ? bytes : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String encode(Bytes bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray());
    }
}
