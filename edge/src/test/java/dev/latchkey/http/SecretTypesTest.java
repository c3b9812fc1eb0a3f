package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.BackupCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.NewStep;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.store.SessionStore.ImportedToken;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds a secret does not show it to whoever prints it, be it by mistake, in a log or in a stack trace. */
class SecretTypesTest {
    private static final String HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";
    private static final Request REQUEST = Request.of(Map.of(
            "httpMethod",
            "POST",
            "path",
            "/api/auth/login",
            "headers",
            Map.of("Authorization", "Token a-secret-token", "Content-Type", "application/json"),
            "body",
            "{\"password\": \"a-secret-password\"}"));

    static Stream<Object[]> holders() {
        User user = User.registered(7, "alice", "", new PasswordHash(HASH), Instant.EPOCH);
        NewSession opened = new TokenIssuer(new Environment(Map.of()))
                .issue(user, Session.Client.UNKNOWN, Authentication.byPassword(Instant.EPOCH), Instant.EPOCH);
        NewStep step = new StepTokens(Randomness.SECURE).issue(user, Instant.EPOCH);
        TokenDigest sha512 = TokenDigest.sha512("a-secret-token".getBytes(StandardCharsets.UTF_8));
        String text = opened.token().reveal();
        return Stream.of(
                        List.of(text, opened.token()),
                        List.of(text, opened),
                        List.of(text, Response.of(200, UserBody.withToken(user, opened))),
                        List.of(text, new TokenFormat("", false).read(text)),
                        List.of(opened.session().digest().hex(), opened.session()),
                        List.of(
                                opened.session().digest().hex(),
                                opened.session().digest()),
                        List.of(sha512.hex(), new PresentedToken.Imported(List.of(sha512))),
                        List.of(sha512.hex(), new ImportedToken(7, sha512)),
                        List.of(HASH, user),
                        List.of(HASH, new PasswordHash(HASH)),
                        List.of(step.token().reveal(), step),
                        List.of(step.step().digest().hex(), step),
                        List.of("123456", Code.of("123456")),
                        List.of("aBackupCode1", new BackupCodes(List.of("aBackupCode1"))),
                        List.of(
                                "secret=ABC",
                                new AppFactors.Enrolment(new Sealed(new byte[0]), "otpauth://x?secret=ABC")),
                        List.of("a-secret-token", REQUEST),
                        List.of("a-secret-password", REQUEST),
                        List.of("a-secret-token", Response.of(200, Map.of("token", "a-secret-token"))))
                .map(List::toArray);
    }

    @ParameterizedTest
    @MethodSource("holders")
    void showNothing(String secret, Object holder) {
        assertThat(holder.toString()).doesNotContain(secret).isNotEmpty();
    }
}
