package dev.latchkey.function.factor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: reads the address, and says the codes (RFC 6238). */
final class TestApp {
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]{32})");
    private static final int STEP_SECONDS = 30;

    private final byte[] secret;

    TestApp(String address) {
        Matcher found = SECRET.matcher(address);
        if (!found.find()) {
            throw new AssertionError("no secret in " + address);
        }
        secret = new byte[20];
        int bits = 0;
        int buffer = 0;
        int length = 0;
        for (int i = 0; i < found.group(1).length(); i++) {
            buffer = buffer << 5
                    | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(found.group(1).charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                secret[length++] = (byte) (buffer >> bits);
            }
        }
    }

    String code(Instant now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8)
                    .putLong(now.getEpochSecond() / STEP_SECONDS)
                    .array()));
            int number = hash.getInt(hash.get(19) & 15) & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns six digits that are no code of about now. */
    String wrongCode(Instant now) {
        for (int code = 0; ; code++) {
            String text = String.format(Locale.ROOT, "%06d", code);
            if (!text.equals(code(now)) && !text.equals(code(now.minusSeconds(STEP_SECONDS)))) {
                return text;
            }
        }
    }
}
