package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionUseCasesTest {
    private final Stage stage = new Stage(Map.of(
            "AUTO_REFRESH", "true", "TOKEN_TTL", "PT2H", "AUTO_REFRESH_MAX_TTL", "PT3H", "MIN_REFRESH_INTERVAL", "60"));
    private final User ada = stage.user("ada");
    private final LogIn.Result.LoggedIn first = stage.loggedIn("ada");

    @Test
    void aListHasWhatACheckAccepts() {
        stage.passes(Duration.ofMinutes(90));
        LogIn.Result.LoggedIn second = stage.loggedIn("ada");
        assertThat(list()).containsExactly(key(first), key(second));
        assertThat(stage.isAccepted(first)).isTrue();
        stage.passes(Duration.ofMinutes(90));
        assertThat(stage.isAccepted(first)).as("past the longest life").isFalse();
        assertThat(list()).containsExactly(key(second));
        stage.stores.users().setActive(ada.id(), false);
        assertThat(list()).isEmpty();
    }

    @Test
    void aCheckMovesTheExpiryUpToTheLongestLife() {
        stage.passes(Duration.ofSeconds(60));
        assertThat(checked().expiry()).isEqualTo(first.opened().session().expiry());
        stage.passes(Duration.ofSeconds(1));
        assertThat(checked().expiry()).isEqualTo(stage.now().plus(Duration.ofHours(2)));
        stage.passes(Duration.ofMinutes(110));
        assertThat(checked().expiry())
                .isEqualTo(first.opened().session().created().plus(Duration.ofHours(3)));
    }

    @Test
    void aSessionThatEndsDuringARefreshIsNotAccepted() {
        stage.passes(Duration.ofMinutes(10));
        stage.stores.beforeNextWrite(() -> stage.stores.sessions().end(ada.id(), key(first)));
        assertThat(stage.isAccepted(first)).isFalse();
    }

    @Test
    void whoIsDeactivatedIsToldSo() {
        stage.stores.users().setActive(ada.id(), false);
        assertThat(stage.checkToken().check(first.opened().token().reveal()))
                .isEqualTo(new CheckToken.Result.UserInactive());
        stage.stores.users().setActive(ada.id(), true);
        assertThat(stage.isAccepted(first)).isFalse();
    }

    /** Another token's digest under the same key: the key alone opens nothing. */
    @Test
    void theWholeDigestIsCompared() {
        Session stored = first.opened().session();
        byte[] bytes = stored.digest().bytes();
        bytes[31] ^= 1;
        Session other = new Session(
                ada.id(),
                TokenDigest.stored(bytes),
                stored.generation(),
                stored.created(),
                stored.expiry(),
                null,
                Stage.CLIENT);
        assertThat(other.key()).isEqualTo(stored.key());
        stage.stores.sessions().end(ada.id(), stored.key());
        stage.stores.sessions().open(stage.reload(ada), other, null, null);
        assertThat(stage.isAccepted(first)).isFalse();
    }

    @Test
    void whatHasNoTokensFormCostsNoRead() {
        assertThat(stage.checkToken().check("garbage")).isEqualTo(new CheckToken.Result.Invalid());
        assertThat(stage.checkToken().check("a".repeat(64))).isEqualTo(new CheckToken.Result.Invalid());
    }

    @Test
    void sessionsEndOneByOneOrAllAtOnce() {
        EndSession end = new EndSession(stage.stores.sessions());
        LogIn.Result.LoggedIn second = stage.loggedIn("ada");
        LogIn.Result.LoggedIn third = stage.loggedIn("ada");
        assertThat(end.logOut(ada.id(), key(first))).isEqualTo(AccountEvent.of(AccountEvent.Kind.LOGGED_OUT, ada.id()));
        assertThat(end.revoke(ada.id(), key(second)))
                .contains(new AccountEvent(
                        AccountEvent.Kind.REVOKED, ada.id(), key(second).value()));
        assertThat(end.revoke(ada.id(), key(second))).isEmpty();
        assertThat(list()).containsExactly(key(third));
        assertThat(new EndAllSessions(stage.stores.users()).endAll(ada.id()))
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.LOGGED_OUT_EVERYWHERE, ada.id()));
        assertThat(list()).isEmpty();
    }

    private CheckToken.Result.Accepted checked() {
        return (CheckToken.Result.Accepted)
                stage.checkToken().check(first.opened().token().reveal());
    }

    private static TokenKey key(LogIn.Result.LoggedIn in) {
        return in.opened().session().key();
    }

    private List<TokenKey> list() {
        return new ListSessions(stage.stores.sessions(), new SessionPolicy(stage.settings), stage.environment::now)
                .list(ada.id(), key(first)).stream().map(Session::key).toList();
    }
}
