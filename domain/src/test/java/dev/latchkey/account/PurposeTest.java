package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Purpose;
import dev.latchkey.proof.Code;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every secret that is given out, at every place that takes one: it works at its own alone, and is still good there after all others. */
class PurposeTest {
    private static final String ADDRESS = "ada@example.com";
    private static final String OTHER = "ada@example.org";

    private final Stage stage =
            new Stage(Map.of("EMAIL_VERIFICATION", "optional", "MAIL", "outbox", "UID_KEY", "a stack"));
    private final Mailbox mail = new Mailbox(stage);
    private final Person ada = new Person(stage, mail, "ada", "192.0.2.1");
    private TokenKey session = new TokenKey("0000000000000000");

    /** What takes a secret. */
    private enum Place {
        RESET,
        VERIFY,
        EMAIL,
        UNDO,
        STEP,
        SESSION
    }

    @BeforeEach
    void registers() {
        stage.register().register("ada", ADDRESS, Password.of(Stage.RIGHT), Stage.CLIENT, Language.EN);
        session = ada.logsIn(Stage.RIGHT);
    }

    @ParameterizedTest
    @EnumSource
    void aSecretWorksAtItsOwnPlaceAlone(Place own) {
        String secret = secret(own);
        User before = ada.user();
        for (Place place : Place.values()) {
            if (place != own) {
                assertThat(takes(place, secret)).as("%s at %s", own, place).isFalse();
            }
        }
        assertThat(ada.user()).isEqualTo(before);
        assertThat(takes(own, secret)).isTrue();
    }

    private String secret(Place place) {
        return switch (place) {
            case RESET, VERIFY -> stage.mailed(Purpose.valueOf(place.name()), ada.user(), ADDRESS, Duration.ofHours(1));
            case EMAIL -> stage.mailed(Purpose.EMAIL, ada.user(), OTHER, Duration.ofHours(1));
            case UNDO -> {
                ada.asksForDeletion(session, Stage.RIGHT);
                yield mail.key(Occasion.DELETION, ADDRESS);
            }
            case STEP -> {
                stage.verifyEmail().verify(mail.key(Occasion.VERIFICATION, ADDRESS), Language.EN);
                ada.setsUpAnApp(session);
                LogIn.Result step = ada.triesToLogIn(Stage.RIGHT);
                yield ((LogIn.Result.SecondFactorNeeded) step).step().token().reveal();
            }
            case SESSION -> stage.loggedIn("ada").opened().token().reveal();
        };
    }

    private boolean takes(Place place, String secret) {
        return switch (place) {
            case RESET ->
                stage.resetPassword()
                                .reset(new ResetPassword.Reset(
                                        stage.uids().write(ada.user().id()),
                                        secret,
                                        Password.of("Another-Horse-9!"),
                                        Password.of("Another-Horse-9!"),
                                        Language.EN))
                        instanceof ResetPassword.Result.Done;
            case VERIFY -> stage.verifyEmail().verify(secret, Language.EN) instanceof VerifyEmail.Result.Done;
            case EMAIL -> stage.verifyEmail().change(secret, Language.EN) instanceof VerifyEmail.Result.Done;
            case UNDO -> ada.undoes(secret, Stage.RIGHT) instanceof UndoChange.Result.Done;
            case STEP ->
                stage.logInByCode().logIn(secret, Code.of(ada.code()), Stage.CLIENT, Language.EN)
                        instanceof LogInByCode.Result.LoggedIn;
            case SESSION -> stage.checkToken().check(secret) instanceof CheckToken.Result.Accepted;
        };
    }
}
