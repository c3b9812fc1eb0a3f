package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.ManageKeys.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManageKeysTest {
    private static final Map<String, String> KEYS =
            Map.of("KEY_SCOPES", "read,write@role:staff,introspect", "KEY_MAX_TTL", "P30D");

    private final Stage stage = new Stage(KEYS);
    private final KeySettings settings =
            KeySettings.from(stage.environment.variables()).orElseThrow();
    private User ada = stage.user("ada");
    private TokenKey session = new TokenKey("0000000000000000");

    @BeforeEach
    void logIn() {
        LogIn.Result.LoggedIn in = stage.loggedIn("ada");
        session = in.opened().session().key();
        ada = stage.reload(ada);
    }

    @Test
    void makesAKeyThatIsAcceptedUntilItIsRevoked() {
        NewKey key = made("read");
        assertThat(key.key().expiry()).isEqualTo(stage.now().plus(Duration.ofDays(30)));
        assertThat(check(key))
                .isEqualTo(new CheckToken.Result.AcceptedKey(
                        ada, key.key(), key.key().scopes()));
        assertThat(manage(stage).list(ada.id(), session))
                .extracting(ApiKey::key)
                .containsExactly(key.key().key());
        assertThat(manage(stage).revoke(ada.id(), session)).isEmpty();
        assertThat(manage(stage).revoke(ada.id(), key.key().key()))
                .contains(new AccountEvent(
                        AccountEvent.Kind.KEY_REVOKED, ada.id(), key.key().key().value()));
        assertThat(manage(stage).revoke(ada.id(), key.key().key())).isEmpty();
        assertThat(check(key)).isEqualTo(new CheckToken.Result.Invalid());
    }

    @Test
    void asksEverybodyForAFreshProof() {
        stage.passes(Duration.ofMinutes(11));
        assertThat(make("read", null)).isEqualTo(new Result.ProofNeeded(List.of("password")));
        stage.stores.change(ada.id(), user -> user.with(user.security().with(Factor.APP)));
        assertThat(make("read", null)).isEqualTo(new Result.ProofNeeded(List.of("app")));
        assertThat(stage.stores.keys().list(ada.id())).isEmpty();
    }

    @Test
    void givesNoScopeThatTheUserMayNotHave() {
        assertThat(make("write", null)).isEqualTo(new Result.NotAllowed("write"));
        assertThat(make("introspect", null)).isEqualTo(new Result.NotAllowed("introspect"));
        assertThat(make("other", null)).isEqualTo(new Result.NotAllowed("other"));
        stage.stores.change(ada.id(), user -> user.with(user.security().withRoles(Set.of("staff"))));
        assertThat(make("write", null)).isInstanceOf(Result.Made.class);
    }

    @Test
    void givesNoLongerLifeThanAllowed() {
        Result.WrongExpiry wrong = new Result.WrongExpiry(Duration.ofDays(30));
        assertThat(make("read", stage.now())).isEqualTo(wrong);
        assertThat(make("read", stage.now().plus(Duration.ofDays(30)).plusNanos(1000)))
                .isEqualTo(wrong);
        assertThat(make("read", stage.now().plusSeconds(1))).isInstanceOf(Result.Made.class);
    }

    @Test
    void givesNoneToWhoHasNotVerifiedWhereAddressesAre() {
        Stage strict = new Stage(Map.of("KEY_SCOPES", "read", "EMAIL_VERIFICATION", "optional"));
        User bob = strict.user("bob");
        TokenKey in = strict.loggedIn("bob").opened().session().key();
        assertThat(manage(strict).make(bob.id(), in, "n", Scopes.of(List.of("read")), null))
                .isEqualTo(new Result.EmailNotVerified());
        strict.stores.change(bob.id(), user -> user.with(user.security().verified()));
        assertThat(manage(strict).make(bob.id(), in, "n", Scopes.of(List.of("read")), null))
                .isInstanceOf(Result.Made.class);
    }

    @Test
    void aSessionThatEndsMeanwhileMakesNone() {
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(make("read", null)).isEqualTo(new Result.SessionEnded());
        assertThat(make("read", null)).isEqualTo(new Result.SessionEnded());
        assertThat(stage.stores.keys().list(ada.id())).isEmpty();
    }

    @Test
    void thereIsAnEndToTheirNumber() {
        for (int i = 0; i < ManageKeys.MOST; i++) {
            made("read");
        }
        assertThat(make("read", null)).isEqualTo(new Result.TooMany());
        stage.stores.keys().revokeAll(ada.id());
        assertThat(make("read", null)).isInstanceOf(Result.Made.class);
        assertThat(manage(stage).list(ada.id(), session)).hasSize(1);
    }

    private NewKey made(String scope) {
        return ((Result.Made) make(scope, null)).made();
    }

    private Result make(String scope, @Nullable Instant expiry) {
        return manage(stage).make(ada.id(), session, "n", Scopes.of(List.of(scope)), expiry);
    }

    private CheckToken.Result check(NewKey key) {
        CheckKey keys = new CheckKey(stage.stores.keys(), settings, stage.environment::now);
        return new CheckToken(stage.stores.sessions(), stage.settings, keys, stage.environment::now)
                .check(key.text().reveal());
    }

    private static ManageKeys manage(Stage stage) {
        KeySettings settings = KeySettings.from(stage.environment.variables()).orElseThrow();
        return new ManageKeys(
                stage.stores.sessions(),
                new SessionPolicy(stage.settings),
                stage.stores.keys(),
                settings,
                new KeyIssuer(settings, stage.environment.randomness()),
                VerificationRule.from(stage.environment.variables()),
                stage.environment::now);
    }
}
