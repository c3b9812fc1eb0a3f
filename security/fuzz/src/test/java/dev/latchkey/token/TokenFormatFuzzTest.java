package dev.latchkey.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.config.Randomness;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Whatever is presented is read; what is taken for a token of ours has its form, and what was made is read back. */
class TokenFormatFuzzTest {
    private static final List<String> PREFIXES = List.of("", "lk_", "0123456789");

    @FuzzTest
    void presented(byte[] data) {
        String text = new String(data, UTF_8);
        for (String prefix : PREFIXES) {
            PresentedToken token = new TokenFormat(prefix, true).read(text);
            PresentedToken strict = new TokenFormat(prefix, false).read(text);
            if (token instanceof PresentedToken.Native ours) {
                assertThat(text).matches(prefix + "[A-Za-z0-9_-]{56}");
                assertThat(ours.userId()).isBetween(0L, TokenFormat.MAX_USER_ID);
                assertThat(strict).isEqualTo(token);
            } else {
                assertThat(strict).isInstanceOf(PresentedToken.Malformed.class);
                assertThat(token instanceof PresentedToken.Imported)
                        .isEqualTo(text.length() <= 138 && text.matches("(?s).{0,10}[0-9a-f]{32,}"));
            }
        }
    }

    @FuzzTest
    void created(byte[] data) {
        ByteBuffer eight = ByteBuffer.wrap(Arrays.copyOf(data, 8));
        long userId = eight.getLong() & TokenFormat.MAX_USER_ID;
        for (String prefix : PREFIXES) {
            TokenFormat format = new TokenFormat(prefix, true);
            TokenText token = format.create(userId, Randomness.SECURE);
            assertThat(format.read(token.reveal())).isEqualTo(new PresentedToken.Native(userId, TokenDigest.of(token)));
        }
    }
}
