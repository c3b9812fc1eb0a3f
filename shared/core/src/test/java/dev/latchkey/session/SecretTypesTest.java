package dev.latchkey.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.store.Site;
import dev.latchkey.store.TokenStore.ImportedToken;
import dev.latchkey.telemetry.Audit;
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

/** What holds a secret does not tell it to whoever prints it, be it by mistake, in a log or in a stack trace. */
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
        Site site = new Site(Map.of());
        User user = User.registered(7, "alice", "", new PasswordHash(HASH), Instant.EPOCH);
        Issuer.Issued issued = new Issuer(site.environment()).issue(user, REQUEST, Instant.EPOCH);
        TokenDigest sha512 = TokenDigest.sha512("a-secret-token".getBytes(StandardCharsets.UTF_8));
        String text = issued.text().reveal();
        return Stream.of(
                        List.of(text, issued.text()),
                        List.of(text, issued),
                        List.of(text, Issuer.answer(200, Audit.Event.LOGGED_IN, user, issued)),
                        List.of(text, new TokenFormat("", false).read(text)),
                        List.of(issued.session().digest().hex(), issued.session()),
                        List.of(
                                issued.session().digest().hex(),
                                issued.session().digest()),
                        List.of(sha512.hex(), new PresentedToken.Imported(List.of(sha512))),
                        List.of(sha512.hex(), new ImportedToken(7, sha512)),
                        List.of(HASH, user),
                        List.of(HASH, new PasswordHash(HASH)),
                        List.of("a-secret-token", REQUEST),
                        List.of("a-secret-password", REQUEST),
                        List.of("a-secret-token", Response.of(200, Map.of("token", "a-secret-token"))))
                .map(List::toArray);
    }

    @ParameterizedTest
    @MethodSource("holders")
    void tellNothing(String secret, Object holder) {
        assertThat(holder.toString()).doesNotContain(secret).isNotEmpty();
    }
}
