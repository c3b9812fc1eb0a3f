package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.UndoChange.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Purpose;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.App;
import dev.latchkey.token.TokenKey;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UndoChangeTest {
    private static final String ADDRESS = "ada@example.com";
    private static final String OTHER = "ada@example.org";
    private static final String SECOND = "Another-Horse-9!";

    private final Stage stage =
            new Stage(Map.of("EMAIL_VERIFICATION", "optional", "MAIL", "outbox", "UID_KEY", "a stack"));
    private final Mailbox mail = new Mailbox(stage);
    private final Person ada = new Person(stage, mail, "ada", "192.0.2.1");
    private TokenKey session = new TokenKey("0000000000000000");

    @BeforeEach
    void registers() {
        ada.registers(ADDRESS);
        session = ada.logsIn(Stage.RIGHT);
    }

    @Test
    void anAddressIsPutBackAndAllNumbersMoveOnce() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        User changed = ada.user();
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        Result result = ada.undoes(key, Stage.RIGHT);
        assertThat(result).isEqualTo(new Result.Done(changed.id()));
        assertThat(((Result.Done) result).event())
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.CHANGE_UNDONE, changed.id()));
        User now = ada.user();
        assertThat(now.email()).isEqualTo(ADDRESS);
        assertThat(now.security().emailVerified()).isTrue();
        assertThat(now.generation()).isEqualTo(changed.generation() + 1);
        assertThat(now.security().keyGeneration()).isEqualTo(changed.security().keyGeneration() + 1);
        assertThat(now.security().epoch()).isEqualTo(changed.security().epoch() + 1);
        assertThat(now.passwordHash()).isNull();
        assertThat(ada.isLoggedIn(session)).isFalse();
        assertThat(stage.stores.claimants(form(ADDRESS))).containsExactly(now.id());
        assertThat(stage.stores.claimants(form(OTHER))).isEmpty();
    }

    /** A thief's passkey logs in without the password, and its owner could not prove it to remove it. */
    @Test
    void anAddedPasskeyIsTakenAwayWithAllOthers() {
        CredentialId own = new CredentialId(Octets.of(new byte[] {1}));
        CredentialId thiefs = new CredentialId(Octets.of(new byte[] {2}));
        UserHandle handle = ada.addsAPasskey(session, own);
        ada.addsAPasskey(session, thiefs);
        assertThat(ada.logsInByPasskey(thiefs, handle)).isInstanceOf(LogInByPasskey.Result.LoggedIn.class);
        String key = mail.key(Occasion.PASSKEY_ADDED, ADDRESS);
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Done.class);
        assertThat(ada.user().security().factors()).isEmpty();
        assertThat(ada.logsInByPasskey(thiefs, handle)).isInstanceOf(LogInByPasskey.Result.Refused.class);
        assertThat(ada.logsInByPasskey(own, handle)).isInstanceOf(LogInByPasskey.Result.Refused.class);
    }

    @Test
    void aLinkWorksOnceAndTheOneToTheOtherAddressNoMore() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String old = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        String other = mail.key(Occasion.ADDRESS_CHANGED, OTHER);
        assertThat(ada.undoes(old, Stage.RIGHT)).isInstanceOf(Result.Done.class);
        assertThat(ada.undoes(old, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
        assertThat(ada.undoes(other, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void noPasswordIsRightUntilOneIsChosenByMailAndNoFurtherUndoIsSent() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        ada.undoes(mail.key(Occasion.ADDRESS_CHANGED, ADDRESS), Stage.RIGHT);
        assertThat(ada.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(mail.to(ADDRESS))
                .containsExactly(Occasion.VERIFICATION, Occasion.ADDRESS_CHANGED, Occasion.RESTORED);
        assertThat(stage.stores.undos().list(ada.user().id())).isEmpty();
        assertThat(ada.resets(ADDRESS, SECOND)).isInstanceOf(ResetPassword.Result.Done.class);
        assertThat(ada.triesToLogIn(SECOND)).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void anAppThatWasAddedIsGone() {
        ada.setsUpAnApp(session);
        assertThat(ada.undoes(mail.key(Occasion.FACTOR_ADDED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(Result.Done.class);
        assertThat(ada.user().security().factors()).isEmpty();
        assertThat(stage.stores.factors().find(ada.user().id()).app()).isNull();
        ada.resets(ADDRESS, SECOND);
        assertThat(ada.triesToLogIn(SECOND)).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void anAppThatWasRemovedIsBackAndTheCodeThatRemovedItIsUsed() {
        ada.setsUpAnApp(session);
        App before = stage.stores.factors().find(ada.user().id()).app();
        ada.removesTheApp(session);
        assertThat(ada.undoes(mail.key(Occasion.FACTOR_REMOVED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(Result.Done.class);
        App after = stage.stores.factors().find(ada.user().id()).app();
        assertThat(before).isNotNull();
        assertThat(after).isNotNull();
        assertThat(after.sealed()).isEqualTo(before.sealed());
        assertThat(after.lastStep()).isGreaterThan(before.lastStep());
        ada.resets(ADDRESS, SECOND);
        assertThat(ada.triesToLogIn(SECOND)).isInstanceOf(LogIn.Result.SecondFactorNeeded.class);
        assertThat(ada.logsIn(SECOND)).isNotNull();
    }

    @Test
    void allThatCameAfterIsTakenBackWithIt() {
        ada.setsUpAnApp(session);
        App first = stage.stores.factors().find(ada.user().id()).app();
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        ada.removesTheApp(session);
        ada.setsUpAnApp(session);
        String later = mail.key(Occasion.FACTOR_ADDED, OTHER);
        assertThat(ada.undoes(mail.key(Occasion.ADDRESS_CHANGED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(Result.Done.class);
        assertThat(ada.user().email()).isEqualTo(ADDRESS);
        App now = stage.stores.factors().find(ada.user().id()).app();
        assertThat(first).isNotNull();
        assertThat(now).isNotNull();
        assertThat(now.sealed()).isEqualTo(first.sealed());
        assertThat(ada.undoes(later, Stage.RIGHT)).as("what came after").isEqualTo(new Result.LinkOver());
    }

    @Test
    void whatCameBeforeCanStillBeTakenBack() {
        ada.setsUpAnApp(session);
        String first = mail.key(Occasion.FACTOR_ADDED, ADDRESS);
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        assertThat(ada.undoes(mail.key(Occasion.ADDRESS_CHANGED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(Result.Done.class);
        assertThat(ada.user().security().factors()).isNotEmpty();
        assertThat(ada.undoes(first, Stage.RIGHT)).isInstanceOf(Result.Done.class);
        assertThat(ada.user().security().factors()).isEmpty();
    }

    @Test
    void everyAddressOfTheLastSevenDaysHearsOfALaterChange() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        ada.setsUpAnApp(session);
        assertThat(mail.to(ADDRESS)).endsWith(Occasion.ADDRESS_CHANGED, Occasion.FACTOR_ADDED);
        assertThat(mail.to(OTHER)).endsWith(Occasion.ADDRESS_CHANGED, Occasion.FACTOR_ADDED);
        stage.passes(Undo.LIFE);
        TokenKey again = ada.logsIn(Stage.RIGHT);
        ada.removesTheApp(again);
        assertThat(mail.to(ADDRESS)).endsWith(Occasion.FACTOR_ADDED);
        assertThat(mail.to(OTHER)).endsWith(Occasion.FACTOR_REMOVED);
    }

    @Test
    void aWrongPasswordLeavesTheLinkAndIsCounted() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        Person stranger = new Person(stage, mail, "ada", "198.51.100.7");
        Result wrong = new Result.WrongPassword(ada.user().id());
        for (int i = 0; i < 10; i++) {
            assertThat(stranger.undoes(key, "no" + i)).isEqualTo(wrong);
        }
        assertThat(stranger.undoes(key, "x".repeat(101))).isInstanceOf(Result.Throttled.class);
        assertThat(stranger.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Throttled.class);
        assertThat(ada.undoes(key, "x".repeat(101))).isEqualTo(wrong);
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Done.class);
    }

    /** Guesses at the login must not keep the owner from taking a change back. */
    @Test
    void whoKeepsTheLoginThrottledDoesNotKeepTheOwnerFromIt() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        for (int i = 0; i < 120; i++) {
            new Person(stage, mail, "ada", "203.0.113." + i).triesToLogIn("guess");
        }
        Person elsewhere = new Person(stage, mail, "ada", "198.51.100.7");
        assertThat(elsewhere.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.Throttled.class);
        assertThat(elsewhere.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Done.class);
    }

    @Test
    void thePasswordThatWasReplacedLastWeekIsTakenToo() {
        ada.changesThePassword(session, Stage.RIGHT, SECOND);
        ada.changesThePassword(session, SECOND, "Third-Horse-9!");
        ada.changesTheAddress(session, "Third-Horse-9!", OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        assertThat(ada.undoes(key, SECOND)).isInstanceOf(Result.WrongPassword.class);
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Done.class);
    }

    @Test
    void aPasswordThatWasReplacedBeforeThatIsNot() {
        ada.changesThePassword(session, Stage.RIGHT, SECOND);
        stage.passes(Undo.LIFE);
        TokenKey again = ada.logsIn(SECOND);
        ada.changesTheAddress(again, SECOND, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(Result.WrongPassword.class);
        assertThat(ada.undoes(key, SECOND)).isInstanceOf(Result.Done.class);
    }

    @Test
    void aLinkIsOverAfterSevenDays() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        stage.passes(Undo.LIFE);
        assertThat(ada.undoes(key, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
        assertThat(ada.user().email()).isEqualTo(OTHER);
    }

    @Test
    void ofAnInactiveUserNothingIsTakenBack() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        stage.stores.users().setActive(ada.user().id(), false);
        assertThat(ada.undoes(key, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void aChangeBetweenReadAndWriteIsNoObstacleAndIsTakenBackToo() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        stage.stores.beforeNextWrite(() -> ada.setsUpAnApp(session));
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(Result.Done.class);
        assertThat(ada.user().security().factors()).isEmpty();
        assertThat(stage.stores.factors().find(ada.user().id()).app()).isNull();
    }

    @Test
    void somebodyElsesRedemptionBetweenReadAndWriteWins() {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String one = mail.key(Occasion.ADDRESS_CHANGED, ADDRESS);
        String two = mail.key(Occasion.ADDRESS_CHANGED, OTHER);
        stage.stores.beforeNextWrite(
                () -> assertThat(ada.undoes(two, Stage.RIGHT)).isInstanceOf(Result.Done.class));
        long before = ada.user().generation();
        assertThat(ada.undoes(one, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
        assertThat(ada.user().generation()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, names = "UNDO", mode = EnumSource.Mode.EXCLUDE)
    void aKeyOfAnotherPurposeIsNone(Purpose purpose) {
        ada.changesTheAddress(session, Stage.RIGHT, OTHER);
        String key = stage.mailed(purpose, ada.user(), ADDRESS, Duration.ofDays(1));
        assertThat(ada.undoes(key, Stage.RIGHT)).isEqualTo(new Result.LinkOver());
        assertThat(ada.undoes("", Stage.RIGHT)).isEqualTo(new Result.LinkOver());
    }

    @Test
    void aStackWithoutMailKeepsNothingToTakeBack() {
        Stage without = new Stage(Map.of());
        Mailbox nobodys = new Mailbox(without);
        Person grace = new Person(without, nobodys, "grace", "192.0.2.1");
        without.user("grace");
        TokenKey hers = grace.logsIn(Stage.RIGHT);
        grace.setsUpAnApp(hers);
        grace.changesThePassword(hers, Stage.RIGHT, SECOND);
        assertThat(without.stores.undos().list(grace.user().id())).isEmpty();
        assertThat(grace.user().security().formerPassword()).isNull();
    }

    private static EmailForm form(String address) {
        return EmailForm.of(address).orElseThrow();
    }
}
