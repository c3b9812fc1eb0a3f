package dev.latchkey.browser;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app that shows codes (RFC 6238), set up by what it has read from a QR code. */
final class Authenticator {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    private final byte[] secret;

    Authenticator(String uri) {
        secret = base32(Arrays.stream(URI.create(uri).getRawQuery().split("&", -1))
                .filter(part -> part.startsWith("secret="))
                .findFirst()
                .orElseThrow()
                .substring("secret=".length()));
    }

    /** Returns the code of now, or of some steps of 30 seconds away. */
    String code(int stepsAway) {
        long step = Instant.now().getEpochSecond() / STEP_SECONDS + stepsAway;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] digest =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = digest[digest.length - 1] & 0xf;
            int number = ByteBuffer.wrap(digest, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] base32(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int bits = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            value = value << 5 | DIGITS.indexOf(sign);
            bits += 5;
            if (bits >= 8 && bytes.hasRemaining()) {
                bits -= 8;
                bytes.put((byte) (value >> bits));
            }
        }
        return bytes.array();
    }
}
