package dev.latchkey.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final String DIGITS = "1234567890";

    /** RFC 6238, appendix B, with the secrets' lengths as its erratum 2866 has them. */
    @ParameterizedTest
    @CsvSource({
        "59,          94287082, 46119246, 90693936",
        "1111111109,  07081804, 68084774, 25091201",
        "1111111111,  14050471, 67062674, 99943326",
        "1234567890,  89005924, 91819424, 93441116",
        "2000000000,  69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void areTheVectorsOfTheRfc(long time, String sha1, String sha256, String sha512) {
        long step = Totp.step(Instant.ofEpochSecond(time));
        assertThat(Totp.code("HmacSHA1", secret(20), step, 8)).isEqualTo(sha1);
        assertThat(Totp.code("HmacSHA256", secret(32), step, 8)).isEqualTo(sha256);
        assertThat(Totp.code("HmacSHA512", secret(64), step, 8)).isEqualTo(sha512);
        assertThat(Totp.code(secret(20), step)).isEqualTo(sha1.substring(2));
    }

    private static byte[] secret(int length) {
        return DIGITS.repeat(7).substring(0, length).getBytes(US_ASCII);
    }

    @Test
    void aStepLastsThirtySeconds() {
        assertThat(Totp.step(Instant.parse("1970-01-01T00:00:29.999Z"))).isZero();
        assertThat(Totp.step(Instant.parse("1970-01-01T00:00:30Z"))).isEqualTo(1);
    }

    /** What Python's base64.b32encode makes of them. */
    @ParameterizedTest
    @CsvSource({
        "666f6f6261,                               MZXW6YTB",
        "ffffffffffffffffffff,                     7777777777777777",
        "3132333435363738393031323334353637383930, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "00443214c74254b635cf84653a56d7c675be77df, ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    })
    void isWrittenInBase32(String bytes, String text) {
        assertThat(Base32.write(HexFormat.of().parseHex(bytes))).isEqualTo(text);
    }

    @Test
    void isWrittenWithoutPaddingAlone() {
        assertThatThrownBy(() -> Base32.write(new byte[4])).isInstanceOf(IllegalArgumentException.class);
    }
}
