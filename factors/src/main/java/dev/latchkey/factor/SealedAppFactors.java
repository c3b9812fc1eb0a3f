package dev.latchkey.factor;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.BackupCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Sealed;
import dev.latchkey.user.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Authenticator apps whose secrets lie in a {@link SecretBox}. */
public final class SealedAppFactors implements AppFactors {
    private final SecretBox box;
    private final Randomness randomness;
    private final AppSettings settings;

    private SealedAppFactors(SecretBox box, Randomness randomness, AppSettings settings) {
        this.box = box;
        this.randomness = randomness;
        this.settings = settings;
    }

    /**
     * Builds them on the environment's settings and randomness.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public static SealedAppFactors from(Environment environment, SecretBox box) {
        return new SealedAppFactors(box, environment.randomness(), AppSettings.from(environment.variables()));
    }

    @Override
    public Enrolment enrol(User user) {
        byte[] secret = randomness.bytes(Totp.SECRET_BYTES);
        Sealed sealed = seal(user, AppSecret.of(secret));
        return new Enrolment(sealed, address(user, Base32.write(secret)));
    }

    @Override
    public Optional<CodeUse> check(User user, Sealed sealed, Code code, Instant now) {
        return open(user, sealed).check(code, now, settings.window());
    }

    @Override
    public WithCodes withNewCodes(User user, Sealed sealed) {
        BackupCodes codes = BackupCodeMaker.make(randomness);
        return new WithCodes(seal(user, open(user, sealed).withCodes(codes)), codes);
    }

    private Sealed seal(User user, AppSecret secret) {
        return new Sealed(box.seal(owner(user), secret.write()));
    }

    private AppSecret open(User user, Sealed sealed) {
        return AppSecret.read(box.open(owner(user), sealed.bytes()));
    }

    private static SecretBox.Owner owner(User user) {
        return new SecretBox.Owner(user.id(), user.security().incarnation());
    }

    /** The form is the one of github.com/google/google-authenticator/wiki/Key-Uri-Format; what is left out is its default. */
    private String address(User user, String secret) {
        String issuer = encoded(settings.issuer());
        return "otpauth://totp/" + issuer + ":" + encoded(user.username()) + "?secret=" + secret + "&issuer=" + issuer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
