package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.ResetPassword.Reset;
import dev.latchkey.account.ResetPassword.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.store.ContentionException;
import dev.latchkey.text.Language;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResetPasswordTest {
    private static final String CHOSEN = "Another-Horse-9!";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage(Map.of("UID_KEY", "a stack", "MAIL", "outbox"));
    private final User ada = stage.user("ada");

    @Test
    void aLinkSetsANewPasswordAndEndsEverySession() {
        LogIn.Result.LoggedIn before = stage.loggedIn("ada");
        assertThat(reset(mailed(), CHOSEN)).isEqualTo(new Result.Done(ada.id()));
        assertThat(stage.isAccepted(before)).isFalse();
        assertThat(logIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(logIn(CHOSEN)).isInstanceOf(LogIn.Result.LoggedIn.class);
        assertThat(stage.reload(ada).security().keyGeneration())
                .as("keys end too")
                .isEqualTo(ada.security().keyGeneration() + 1);
    }

    @Test
    void aSessionThatAPasswordChangeKeptEndsToo() {
        LogIn.Result.LoggedIn kept = stage.loggedIn("ada");
        TokenKey key = kept.opened().session().key();
        stage.stores.users().changePassword(stage.reload(ada), stage.passwords.hash(Password.of("kept-password")), key);
        assertThat(stage.isAccepted(kept)).isTrue();
        assertThat(reset(mailed(), CHOSEN)).isInstanceOf(Result.Done.class);
        assertThat(stage.isAccepted(kept)).isFalse();
    }

    @Test
    void itTellsTheOwnerAndTheLog() {
        Result result = reset(mailed(), CHOSEN);
        assertThat(((Result.Done) result).event().kind()).isEqualTo(AccountEvent.Kind.PASSWORD_RESET);
        OutboxEvent told = stage.stores.events().get(0);
        assertThat(told.kind()).isEqualTo(OutboxEvent.Kind.PASSWORD_RESET);
        assertThat(told.userId()).isEqualTo(ada.id());
        assertThat(told.generation()).isEqualTo(stage.reload(ada).generation());
    }

    @Test
    void aLinkWorksOnceAndEndsTheOthers() {
        String used = mailed();
        String other = mailed();
        assertThat(reset(used, CHOSEN)).isInstanceOf(Result.Done.class);
        assertThat(reset(used, CHOSEN + "2")).isEqualTo(new Result.LinkOver());
        assertThat(reset(other, CHOSEN + "3")).isEqualTo(new Result.LinkOver());
        assertThat(logIn(CHOSEN)).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void theChecksComeInTheRecordedOrder() {
        String token = mailed();
        ResetPassword reset = stage.resetPassword();
        assertThat(reset.reset(wanted("zzzzzz", "nonsense", "short", "other"))).isEqualTo(new Result.UnknownUser());
        assertThat(reset.reset(wanted(uid(), "nonsense", "short", "other"))).isEqualTo(new Result.LinkOver());
        assertThat(reset.reset(wanted(uid(), token, "short", "other"))).isEqualTo(new Result.PasswordsDiffer());
        assertThat(reset.reset(wanted(uid(), token, "short", "short")))
                .isEqualTo(new Result.PasswordRejected(List.of("too short")));
        assertThat(reset(token, CHOSEN)).as("nothing of that used the link up").isInstanceOf(Result.Done.class);
    }

    @Test
    void aLinkIsOverAtItsExpiry() {
        String token = mailed();
        stage.passes(HOUR.minus(Duration.ofNanos(1_000)));
        assertThat(stage.resetPassword().reset(wanted(uid(), token, "short", "short")))
                .isInstanceOf(Result.PasswordRejected.class);
        stage.passes(Duration.ofNanos(1_000));
        assertThat(reset(token, CHOSEN)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void aLinkIsOfOneUser() {
        User grace = stage.user("grace");
        String hers = stage.mailed(Purpose.RESET, grace, grace.email(), HOUR);
        assertThat(reset(hers, CHOSEN)).isEqualTo(new Result.LinkOver());
        assertThat(stage.resetPassword().reset(wanted(stage.uids().write(grace.id()), hers, CHOSEN, CHOSEN)))
                .isEqualTo(new Result.Done(grace.id()));
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, names = "RESET", mode = EnumSource.Mode.EXCLUDE)
    void aLinkOfAnotherPurposeIsNone(Purpose purpose) {
        String token = stage.mailed(purpose, ada, ada.email(), HOUR);
        assertThat(reset(token, CHOSEN)).isEqualTo(new Result.LinkOver());
        assertThat(reset(Purpose.RESET.label() + token.substring(token.indexOf('_')), CHOSEN))
                .as("under another name")
                .isEqualTo(new Result.LinkOver());
    }

    @Test
    void aDeletedUsersUidNamesNobody() {
        String uid = stage.uids().write(ada.id() + 1);
        assertThat(stage.resetPassword().reset(wanted(uid, mailed(), CHOSEN, CHOSEN)))
                .isEqualTo(new Result.UnknownUser());
    }

    @Test
    void whatChangedSinceTheMailEndsTheLink() {
        String before = mailed();
        stage.stores.users().changePassword(ada, stage.passwords.hash(Password.of("changed-here")), null);
        assertThat(reset(before, CHOSEN)).isEqualTo(new Result.LinkOver());
        String inactive = stage.mailed(Purpose.RESET, stage.reload(ada), "", HOUR);
        stage.stores.users().setActive(ada.id(), false);
        assertThat(reset(inactive, CHOSEN)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void aLoginDoesNotEndTheLink() {
        String token = mailed();
        stage.loggedIn("ada");
        assertThat(reset(token, CHOSEN)).isInstanceOf(Result.Done.class);
    }

    @Test
    void factorsStayAndTheAddressIsNotVerified() {
        User withFactor = ada.with(ada.security().with(Factor.APP));
        String verify = stage.mailed(Purpose.VERIFY, ada, "", HOUR);
        stage.stores.links().redeem(linkOf(Purpose.VERIFY, verify), ada, withFactor, List.of());
        assertThat(reset(stage.mailed(Purpose.RESET, withFactor, "", HOUR), CHOSEN))
                .isInstanceOf(Result.Done.class);
        assertThat(stage.reload(ada).security().factors()).containsExactly(Factor.APP);
        assertThat(stage.reload(ada).security().emailVerified()).isFalse();
    }

    @Test
    void whatComesBetweenReadAndWriteIsLookedAtAgain() {
        String token = mailed();
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(reset(token, CHOSEN))
                .as("a log-out everywhere ends links too")
                .isEqualTo(new Result.LinkOver());
        String another = stage.mailed(Purpose.RESET, stage.reload(ada), "", HOUR);
        stage.stores.beforeNextWrite(() -> reset(another, "the-faster-one"));
        assertThat(reset(another, CHOSEN)).isEqualTo(new Result.LinkOver());
        assertThat(logIn("the-faster-one")).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void aUserWhoNeverStandsStillIsContention() {
        String token = mailed();
        interfereForEver();
        assertThatThrownBy(() -> reset(token, CHOSEN)).isInstanceOf(ContentionException.class);
    }

    /** A rehash changes what a write compares, and ends no link. */
    private void interfereForEver() {
        stage.stores.beforeNextWrite(() -> {
            stage.stores
                    .sessions()
                    .open(
                            stage.reload(ada),
                            new TokenIssuer(stage.environment)
                                    .issue(
                                            stage.reload(ada),
                                            Stage.CLIENT,
                                            Authentication.byPassword(stage.now()),
                                            stage.now())
                                    .session(),
                            new PasswordHash("new:" + Stage.RIGHT + stage.passwords.verified() + System.nanoTime()),
                            null);
            interfereForEver();
        });
    }

    private Link linkOf(Purpose purpose, String text) {
        var presented = (PresentedToken.Native) purpose.format().read(text);
        return Objects.requireNonNull(stage.stores
                .links()
                .find(purpose, presented.userId(), presented.digest().key())
                .link());
    }

    private LogIn.Result logIn(String password) {
        return stage.logIn().logIn("ada", Password.of(password), Stage.CLIENT);
    }

    private String mailed() {
        return stage.mailed(Purpose.RESET, stage.reload(ada), "", HOUR);
    }

    private String uid() {
        return stage.uids().write(ada.id());
    }

    private Result reset(String token, String password) {
        return stage.resetPassword().reset(wanted(uid(), token, password, password));
    }

    private static Reset wanted(String uid, String token, String first, String second) {
        return new Reset(uid, token, Password.of(first), Password.of(second), Language.EN);
    }
}
