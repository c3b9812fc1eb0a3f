package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatTest {
    private final TokenFormat format = new TokenFormat("", true);
    private final TokenFormat prefixed = new TokenFormat("tka_", true);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, 1L << 40, TokenFormat.MAX_USER_ID})
    void readsBackTheUserOfWhatItCreates(long userId) {
        TokenText token = format.create(userId, Randomness.SECURE);
        assertThat(format.read(token.reveal())).isEqualTo(new PresentedToken.Native(userId, TokenDigest.of(token)));
    }

    @Test
    void hasFiftySixCharactersBehindThePrefix() {
        assertThat(format.create(7, Randomness.SECURE).reveal()).matches("[A-Za-z0-9_-]{56}");
        assertThat(prefixed.create(7, Randomness.SECURE).reveal()).matches("tka_[A-Za-z0-9_-]{56}");
    }

    @Test
    void neverRepeats() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(format.create(7, Randomness.SECURE).reveal())).isTrue();
        }
    }

    @Test
    void refusesEverySingleCharacterChange() {
        String token = prefixed.create(1L << 41, Randomness.SECURE).reveal();
        for (int i = 0; i < token.length(); i++) {
            for (char c : "ABab01_-= \u00e9".toCharArray()) {
                if (token.charAt(i) != c) {
                    String changed = token.substring(0, i) + c + token.substring(i + 1);
                    assertThat(prefixed.read(changed)).isInstanceOf(PresentedToken.Malformed.class);
                }
            }
        }
    }

    @Test
    void refusesATokenThatIsCutOrLongerOrInAnotherCase() {
        String token = format.create(5, Randomness.SECURE).reveal();
        for (String wrong : new String[] {
            "", token.substring(1), token.substring(0, 55), token + "A", token + token, "\"" + token + "\"", token + "="
        }) {
            assertThat(format.read(wrong)).isInstanceOf(PresentedToken.Malformed.class);
        }
    }

    @Test
    void refusesATokenWithoutOrWithAnotherPrefix() {
        String token = prefixed.create(5, Randomness.SECURE).reveal();
        assertThat(prefixed.read(token.substring(4))).isInstanceOf(PresentedToken.Malformed.class);
        assertThat(format.read(token)).isInstanceOf(PresentedToken.Malformed.class);
        assertThat(new TokenFormat("tkb_", true).read("tkb_" + token.substring(4)))
                .isInstanceOf(PresentedToken.Malformed.class);
    }

    @Test
    void readsAKnoxTokenUnderBothOfKnoxsDigests() {
        String knox = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b9836f45e23a3450123456789";
        PresentedToken.Imported read = (PresentedToken.Imported) format.read(knox);
        assertThat(read.digests().get(0).hex())
                .isEqualTo("a01dfe6d7494dbece85b133590ac0831de9d2c5a5448c281b21a05e43113f914"
                        + "195b7f1d66bb2eb52d33903d9721bf0909c298006b3dd8bb025978bd89646271");
        assertThat(read.digests().get(1))
                .isEqualTo(TokenDigest.sha512(HexFormat.of().parseHex(knox)));
    }

    @Test
    void readsATokenOfDrf() {
        String drf = "401f7ac837da42b97f613d789819ff93537bee6a";
        assertThat(((PresentedToken.Imported) format.read(drf)).digests())
                .containsExactly(TokenDigest.sha512(drf.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsForeignTokensWhateverPrefixTheSiteHad() {
        String knox = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b9836f45e23a3450123456789";
        PresentedToken withoutPrefix = prefixed.read(knox);
        assertThat(withoutPrefix).isEqualTo(format.read(knox)).isInstanceOf(PresentedToken.Imported.class);
        assertThat(((PresentedToken.Imported) format.read("old_" + knox)).digests())
                .containsExactly(TokenDigest.sha512(("old_" + knox).getBytes(StandardCharsets.UTF_8)));
        assertThat(format.read("elevenchars" + knox)).isInstanceOf(PresentedToken.Malformed.class);
        assertThat(format.read(knox.replace('9', 'g'))).isInstanceOf(PresentedToken.Malformed.class);
    }

    /** Knox's {@code AUTH_TOKEN_CHARACTER_LENGTH} and {@code SECURE_HASH_ALGORITHM}. */
    @Test
    void readsTokensOfSitesThatSetLengthOrDigest() {
        String half = "c".repeat(32);
        assertThat(((PresentedToken.Imported) format.read(half)).digests())
                .containsExactly(
                        TokenDigest.sha512(half.getBytes(StandardCharsets.UTF_8)),
                        TokenDigest.sha512(HexFormat.of().parseHex(half)));
        // Python's hashlib.sha3_512(b"d" * 64).
        assertThat(((PresentedToken.Imported) format.read("d".repeat(64)))
                        .rarer()
                        .get(0)
                        .hex())
                .isEqualTo("d46f603c850395d4806e88221536928ceb4b97aedbfc319a09945acbede139b2"
                        + "ee251751eb789ead9ac12199a3a6c4dfc38f28e0f208222139a1155c67de6bb6");
        assertThat(format.read("c".repeat(31))).isInstanceOf(PresentedToken.Malformed.class);
        assertThat(format.read("c".repeat(139))).isInstanceOf(PresentedToken.Malformed.class);
    }

    @Test
    void looksUpNoForeignTokenWhereThatIsSwitchedOff() {
        TokenFormat own = new TokenFormat("", false);
        assertThat(own.read("401f7ac837da42b97f613d789819ff93537bee6a")).isInstanceOf(PresentedToken.Malformed.class);
    }

    @Test
    void refusesIdsThatAreNone() {
        assertThatThrownBy(() -> format.create(-1, Randomness.SECURE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> format.create(TokenFormat.MAX_USER_ID + 1, Randomness.SECURE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysNothingOfASecret() {
        TokenText token = format.create(5, Randomness.SECURE);
        assertThat(token.toString()).doesNotContain(token.reveal()).isEqualTo("TokenText[hidden]");
        assertThat(TokenDigest.of(token).toString())
                .isEqualTo("TokenDigest[" + TokenDigest.of(token).key() + "]");
    }
}
