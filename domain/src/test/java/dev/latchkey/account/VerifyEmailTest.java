package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.VerifyEmail.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifyEmailTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ADDRESS = "ada@example.com";

    private final Stage stage = new Stage(Map.of("EMAIL_VERIFICATION", "mandatory", "MAIL", "outbox"));
    private final User ada = register("ada", ADDRESS);

    @Test
    void nobodyIsLoggedInBeforeTheAddressIsVerified() {
        assertThat(logIn(Stage.RIGHT)).isEqualTo(new LogIn.Result.EmailNotVerified());
        assertThat(logIn("wrong")).isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(verify(mailed(ada))).isEqualTo(new Result.Done(ada.id(), AccountEvent.Kind.EMAIL_VERIFIED));
        assertThat(logIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void whoWasThereBeforeNeedNotVerify() {
        Stage later = new Stage(Map.of(
                "EMAIL_VERIFICATION",
                "mandatory",
                "EMAIL_VERIFICATION_SINCE",
                stage.now().plusSeconds(1).toString()));
        later.user("ada");
        assertThat(later.logIn().logIn("ada", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isInstanceOf(LogIn.Result.LoggedIn.class);
        later.passes(Duration.ofSeconds(1));
        later.user("grace");
        assertThat(later.logIn().logIn("grace", Password.of(Stage.RIGHT), Stage.CLIENT))
                .isEqualTo(new LogIn.Result.EmailNotVerified());
    }

    @Test
    void registrationTellsOfTheUserAndClaimsTheAddress() {
        OutboxEvent created = stage.stores.events().get(0);
        assertThat(created.kind()).isEqualTo(OutboxEvent.Kind.USER_CREATED);
        assertThat(created.detail(OutboxEvent.Detail.VERIFY)).contains("true");
        assertThat(created.language()).isEqualTo(Language.DE);
        assertThat(stage.stores.claimants(EmailForm.of(ADDRESS).orElseThrow())).containsExactly(ada.id());
    }

    @Test
    void aKeyWorksOnceAndTheAddressStaysVerified() {
        String key = mailed(ada);
        String other = mailed(ada);
        verify(key);
        assertThat(verify(key)).isEqualTo(new Result.LinkOver());
        assertThat(verify(other)).isEqualTo(new Result.LinkOver());
        assertThat(stage.reload(ada).security().emailVerified()).isTrue();
        assertThat(stage.reload(ada).security().epoch()).isEqualTo(1);
    }

    @Test
    void aResetAndALogOutEverywhereDoNotEndAKey() {
        String key = mailed(ada);
        stage.stores.users().endAllSessions(ada.id());
        stage.stores.users().changePassword(stage.reload(ada), stage.passwords.hash(Password.of("another-one")), null);
        assertThat(verify(key)).isInstanceOf(Result.Done.class);
    }

    @Test
    void aKeyVerifiesTheAddressThatItWasSentTo() {
        String key = mailed(ada);
        assertThat(change(stage.mailed(Purpose.EMAIL, ada, "new@example.com", DAY)))
                .isEqualTo(new Result.Done(ada.id(), AccountEvent.Kind.EMAIL_CHANGED));
        assertThat(verify(key)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void anotherAddressTakesThePlaceOfTheOneOnFileAndBothHearOfIt() {
        String other = stage.mailed(Purpose.EMAIL, ada, "other@example.com", DAY);
        assertThat(change(stage.mailed(Purpose.EMAIL, ada, "new@example.com", DAY)))
                .isInstanceOf(Result.Done.class);
        User now = stage.reload(ada);
        assertThat(now.email()).isEqualTo("new@example.com");
        assertThat(now.security().emailVerified()).isTrue();
        OutboxEvent told = stage.stores.events().get(1);
        assertThat(told.kind()).isEqualTo(OutboxEvent.Kind.EMAIL_CHANGED);
        assertThat(told.detail(OutboxEvent.Detail.ADDRESS)).contains(ADDRESS);
        assertThat(change(other)).as("a link of before").isEqualTo(new Result.LinkOver());
    }

    @Test
    void aKeyOfAnInactiveUserIsDead() {
        String key = mailed(ada);
        stage.stores.users().setActive(ada.id(), false);
        assertThat(verify(key)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void aKeyIsOverAtItsExpiry() {
        String key = mailed(ada);
        stage.passes(DAY);
        assertThat(verify(key)).isEqualTo(new Result.LinkOver());
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, names = "VERIFY", mode = EnumSource.Mode.EXCLUDE)
    void aKeyOfAnotherPurposeIsNone(Purpose purpose) {
        assertThat(verify(stage.mailed(purpose, ada, ADDRESS, DAY))).isEqualTo(new Result.LinkOver());
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, names = "EMAIL", mode = EnumSource.Mode.EXCLUDE)
    void nothingElseChangesTheAddress(Purpose purpose) {
        assertThat(change(stage.mailed(purpose, ada, "new@example.com", DAY))).isEqualTo(new Result.LinkOver());
        assertThat(stage.reload(ada).email()).isEqualTo(ADDRESS);
    }

    @Test
    void twoUsersOfOneAddressVerifyItEachForThemselves() {
        User second = register("second", ADDRESS);
        String hers = mailed(ada);
        verify(mailed(second));
        assertThat(stage.reload(ada).security().emailVerified()).isFalse();
        assertThat(verify(hers)).isInstanceOf(Result.Done.class);
    }

    @Test
    void aLogOutEverywhereBetweenReadAndWriteIsNoObstacle() {
        String key = mailed(ada);
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(verify(key)).isInstanceOf(Result.Done.class);
    }

    private User register(String name, String email) {
        Register.Result result =
                stage.register().register(name, email, Password.of(Stage.RIGHT), Stage.CLIENT, Language.DE);
        return ((Register.Result.VerificationSent) result).user();
    }

    private LogIn.Result logIn(String password) {
        return stage.logIn().logIn("ada", Password.of(password), Stage.CLIENT);
    }

    private String mailed(User user) {
        return stage.mailed(Purpose.VERIFY, stage.reload(user), user.email(), DAY);
    }

    private Result verify(String key) {
        return stage.verifyEmail().verify(key, Language.EN);
    }

    private Result change(String key) {
        return stage.verifyEmail().change(key, Language.EN);
    }
}
