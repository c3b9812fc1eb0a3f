package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.PasswordProof.Claim;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.outbox.OutboxEvent.Kind;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLinkTest {
    private final Stage stage = new Stage(Map.of("MAIL", "outbox", "MAIL_REQUESTS_PER_SOURCE", "2"));

    @Test
    void aRequestWritesOneEventThatNamesTheFormAlone() {
        stage.user("ada");
        request("Ada@EXAMPLE.com");
        OutboxEvent event = stage.stores.events().get(0);
        assertThat(event.kind()).isEqualTo(Kind.PASSWORD_RESET_REQUESTED);
        assertThat(event.form()).isEqualTo(EmailForm.of("ada@example.com").orElseThrow());
        assertThat(event.userId()).isZero();
        assertThat(event.time()).isEqualTo(stage.now());
        assertThat(event.language()).isEqualTo(Language.DE);
        assertThat(event.details()).isEmpty();
    }

    @Test
    void anAddressWithoutAFormIsAnsweredAndWrittenLikeAnyOther() {
        assertThat(request("ada@stra\u00DFe.example")).isEqualTo(new RequestLink.Result.Accepted());
        assertThat(stage.stores.events()).hasSize(1);
    }

    @Test
    void oneSourceAsksSoOften() {
        request("ada@example.com");
        request("grace@example.com");
        assertThat(request("joan@example.com")).isInstanceOf(RequestLink.Result.Throttled.class);
        assertThat(stage.stores.events()).hasSize(2);
    }

    @Test
    void anotherAddressIsAskedForWithThePassword() {
        stage.user("ada");
        LogIn.Result.LoggedIn in = stage.loggedIn("ada");
        assertThat(changeEmail(in, Stage.RIGHT))
                .isEqualTo(new ChangeEmail.Result.Accepted(in.user().id()));
        OutboxEvent event = stage.stores.events().get(0);
        User user = stage.reload(in.user());
        assertThat(event.kind()).isEqualTo(Kind.EMAIL_CHANGE_REQUESTED);
        assertThat(event.detail(Detail.ADDRESS)).contains("new@example.com");
        assertThat(List.of(event.userId(), event.generation(), event.epoch()))
                .isEqualTo(List.of(user.id(), user.generation(), user.security().epoch()));
        assertThat(user.email()).as("nothing has changed yet").isEmpty();
    }

    @Test
    void withoutThePasswordOrTheSessionNothingIsAskedFor() {
        stage.user("ada");
        LogIn.Result.LoggedIn in = stage.loggedIn("ada");
        assertThat(notProven(changeEmail(in, "wrong"))).isInstanceOf(PasswordProof.Result.WrongPassword.class);
        stage.stores.users().endAllSessions(in.user().id());
        assertThat(notProven(changeEmail(in, Stage.RIGHT))).isEqualTo(new PasswordProof.Result.SessionEnded());
        assertThat(stage.stores.events()).isEmpty();
    }

    @Test
    void guessingThePasswordFromASessionIsLimitedAsALogin() {
        Stage strict = new Stage(Map.of("MAIL", "outbox", "LOGIN_FAILURES_PER_ACCOUNT", "2"));
        strict.user("ada");
        LogIn.Result.LoggedIn in = strict.loggedIn("ada");
        for (int i = 0; i < 2; i++) {
            assertThat(notProven(changeEmail(strict, in, "wrong")))
                    .isInstanceOf(PasswordProof.Result.WrongPassword.class);
        }
        assertThat(notProven(changeEmail(strict, in, Stage.RIGHT))).isInstanceOf(PasswordProof.Result.Throttled.class);
        assertThat(strict.logIn().logIn("ada", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isInstanceOf(LogIn.Result.Throttled.class);
    }

    private RequestLink.Result request(String address) {
        return stage.requestLink().request(Kind.PASSWORD_RESET_REQUESTED, address, "192.0.2.1", Language.DE);
    }

    private ChangeEmail.Result changeEmail(LogIn.Result.LoggedIn in, String password) {
        return changeEmail(stage, in, password);
    }

    private static ChangeEmail.Result changeEmail(Stage stage, LogIn.Result.LoggedIn in, String password) {
        TokenKey session = in.opened().session().key();
        Claim claim = new Claim(in.user().id(), "ada", session, Password.of(password), Stage.CLIENT.sourceIp());
        return stage.changeEmail().request(claim, "new@example.com", Language.EN);
    }

    private static PasswordProof.Result notProven(ChangeEmail.Result result) {
        return ((ChangeEmail.Result.NotProven) result).why();
    }
}
