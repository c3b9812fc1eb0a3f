package dev.latchkey.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.proof.AppFactors.Enrolment;
import dev.latchkey.proof.AppFactors.WithCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Sealed;
import dev.latchkey.user.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedAppFactorsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_600_815);
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final User ADA = User.registered(42, "ada@example.com", "", null, NOW);
    private static final User GRACE = User.registered(43, "Grace: &?=\u00e9", "", null, NOW);

    private final SecretBox box = new KeyBox(new byte[32], Randomness.SECURE);
    private final SealedAppFactors apps = apps(Map.of());

    private SealedAppFactors apps(Map<String, String> settings) {
        return SealedAppFactors.from(new Environment(settings), box);
    }

    /** The codes are PyOTP's for this secret and these times. */
    @Test
    void codesOfThePresentStepAndTheOneBeforeAreTaken() {
        Sealed sealed = sealed(ADA);
        long step = 1_795_600_815 / 30;
        assertThat(check(sealed, "343045")).contains(new CodeUse.OfApp(step));
        assertThat(check(sealed, "300751")).contains(new CodeUse.OfApp(step - 1));
        assertThat(check(sealed, "520343")).as("two before").isEmpty();
        assertThat(check(sealed, "434737")).as("one ahead").isEmpty();
        assertThat(apps(Map.of("TOTP_WINDOW", "0")).check(ADA, sealed, Code.of("300751"), NOW))
                .isEmpty();
        assertThat(apps(Map.of("TOTP_WINDOW", "2")).check(ADA, sealed, Code.of("520343"), NOW))
                .contains(new CodeUse.OfApp(step - 2));
    }

    /** As PyOTP takes them. */
    @ParameterizedTest
    @ValueSource(strings = {"\uff13\uff14\uff13\uff10\uff14\uff15", "34304\uff15"})
    void fullWidthDigitsAreDigits(String code) {
        assertThat(check(sealed(ADA), code)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "34304", "343 045", "0343045", "343045 ", "+343045", "\u0663\u0664\u0663\u0660\u0664\u0665"})
    void otherTextsAreNoCodes(String code) {
        assertThat(check(sealed(ADA), code)).isEmpty();
    }

    @Test
    void backupCodesAreFiveOfTwelveLettersAndDigits() {
        WithCodes made = apps.withNewCodes(ADA, sealed(ADA));
        List<String> codes = made.codes().reveal();
        assertThat(codes).hasSize(5).doesNotHaveDuplicates().allMatch(code -> code.matches("[A-Za-z0-9]{12}"));
        for (int i = 0; i < codes.size(); i++) {
            assertThat(check(made.sealed(), codes.get(i))).contains(new CodeUse.OfBackup(i));
            assertThat(check(made.sealed(), codes.get(i) + "x")).isEmpty();
            assertThat(check(made.sealed(), codes.get(i).substring(1))).isEmpty();
        }
        assertThat(check(made.sealed(), "343045")).as("the secret is the same").isPresent();
        WithCodes again = apps.withNewCodes(ADA, made.sealed());
        assertThat(check(again.sealed(), codes.get(0))).isEmpty();
        assertThat(made.codes().toString()).doesNotContain(codes.get(0));
    }

    @Test
    void anAppIsToldWhatItNeeds() {
        Enrolment enrolment =
                apps(Map.of("SECOND_FACTOR_ISSUER", "Grace & Ada")).enrol(GRACE);
        URI address = URI.create(enrolment.address());
        assertThat(address.getScheme()).isEqualTo("otpauth");
        assertThat(address.getHost()).isEqualTo("totp");
        assertThat(address.getPath()).isEqualTo("/Grace & Ada:Grace: &?=\u00e9");
        assertThat(address.getRawQuery()).matches("secret=[A-Z2-7]{32}&issuer=Grace%20%26%20Ada");
        assertThat(enrolment.toString()).doesNotContain("secret");
        assertThat(apps.enrol(GRACE).address()).isNotEqualTo(enrolment.address());
    }

    @Test
    void whatIsSealedForOneUserIsNoOnesElse() {
        Sealed sealed = sealed(ADA);
        assertThatThrownBy(() -> apps.check(GRACE, sealed, Code.of("343045"), NOW))
                .isInstanceOf(NotSealedException.class);
    }

    @Test
    void settingsAreNamed() {
        assertThatThrownBy(() -> apps(Map.of("TOTP_WINDOW", "3"))).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> apps(Map.of("SECOND_FACTOR_ISSUER", "a:b")))
                .isInstanceOf(InvalidSettingException.class);
    }

    private Optional<CodeUse> check(Sealed sealed, String code) {
        return apps.check(ADA, sealed, Code.of(code), NOW);
    }

    private Sealed sealed(User user) {
        return new Sealed(box.seal(
                new SecretBox.Owner(user.id(), user.security().incarnation()),
                AppSecret.of(SECRET).write()));
    }
}
