package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.DeleteAccount.Result;
import dev.latchkey.config.Randomness;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.letter.Letter;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Deletion;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Password;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asking to be deleted, being deleted, and what is left. */
class DeleteAccountTest {
    private static final String ADDRESS = "ada@example.com";
    private static final Duration GRACE = Duration.ofDays(7);

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
    void whoAsksIsLoggedOutAndUnknownFromThenOn() {
        TokenKey other = ada.logsIn(Stage.RIGHT);
        User before = ada.user();
        Result result = ada.asksForDeletion(session, Stage.RIGHT);
        assertThat(result).isEqualTo(new Result.Accepted(before.id()));
        assertThat(((Result.Accepted) result).event())
                .isEqualTo(AccountEvent.of(AccountEvent.Kind.DELETION_REQUESTED, before.id()));
        User after = ada.user();
        assertThat(after.active()).isTrue();
        assertThat(after.security().deletion()).isEqualTo(new Deletion(stage.now(), false));
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.security().keyGeneration()).isEqualTo(before.security().keyGeneration() + 1);
        assertThat(after.security().epoch()).isEqualTo(before.security().epoch() + 1);
        assertThat(ada.isLoggedIn(session) || ada.isLoggedIn(other)).isFalse();
        stage.passwords.verified();
        assertThat(ada.triesToLogIn(Stage.RIGHT)).isEqualTo(new LogIn.Result.WrongCredentials(after.id()));
        assertThat(stage.passwords.verified())
                .as("the hash that everybody costs")
                .isEqualTo(1);
    }

    @Test
    void itTakesThePasswordAndAProofOfTheFactorWhereThereIsOne() {
        assertThat(ada.asksForDeletion(session, "wrong"))
                .isEqualTo(new Result.NotProven(
                        new PasswordProof.Result.WrongPassword(ada.user().id())));
        assertThat(ada.asksForDeletion(new TokenKey("0000000000000000"), Stage.RIGHT))
                .isEqualTo(new Result.NotProven(new PasswordProof.Result.SessionEnded()));
        ada.setsUpAnApp(session);
        stage.passes(Duration.ofMinutes(10));
        assertThat(((Result.NotProven) ada.asksForDeletion(session, Stage.RIGHT)).why())
                .isInstanceOf(PasswordProof.Result.ProofNeeded.class);
        TokenKey fresh = ada.logsIn(Stage.RIGHT);
        assertThat(ada.asksForDeletion(fresh, Stage.RIGHT)).isInstanceOf(Result.Accepted.class);
    }

    @Test
    void nothingButTheUndoIsSentAndNoOtherLinkWorks() {
        String verify = stage.mailed(Purpose.EMAIL, ada.user(), "new@example.com", GRACE);
        ada.asksForDeletion(session, Stage.RIGHT);
        String made = stage.mailed(Purpose.EMAIL, ada.user(), "new@example.com", GRACE);
        for (String key : new String[] {verify, made}) {
            assertThat(stage.verifyEmail().change(key, Language.EN)).isEqualTo(new VerifyEmail.Result.LinkOver());
        }
        stage.requestLink().request(OutboxEvent.Kind.PASSWORD_RESET_REQUESTED, ADDRESS, "192.0.2.1", Language.EN);
        assertThat(mail.to(ADDRESS)).containsExactly(Occasion.VERIFICATION, Occasion.DELETION);
    }

    @Test
    void aDeletionIsCalledOffByLinkAndPassword() {
        ada.asksForDeletion(session, Stage.RIGHT);
        String key = mail.key(Occasion.DELETION, ADDRESS);
        assertThat(ada.undoes(key, "wrong")).isInstanceOf(UndoChange.Result.WrongPassword.class);
        assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(UndoChange.Result.Done.class);
        assertThat(ada.user().security().deletion()).isNull();
        stage.passes(GRACE);
        assertThat(stage.purgeAccounts().purge(10)).isZero();
        assertThat(ada.resets(ADDRESS, "Another-Horse-9!")).isInstanceOf(ResetPassword.Result.Done.class);
        assertThat(ada.triesToLogIn("Another-Horse-9!")).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    @Test
    void whoNeverVerifiedHearsOfItToo() {
        Person grace = new Person(stage, mail, "grace", "192.0.2.2");
        stage.register().register("grace", "g@example.com", Password.of(Stage.RIGHT), Stage.CLIENT, Language.EN);
        grace.asksForDeletion(grace.logsIn(Stage.RIGHT), Stage.RIGHT);
        assertThat(mail.to("g@example.com")).contains(Occasion.DELETION);
        assertThat(mail.letters())
                .filteredOn(letter -> letter.to().equals("g@example.com"))
                .extracting(Letter::account)
                .as("whose it is, nobody knows")
                .containsOnly("");
        assertThat(grace.undoes(mail.key(Occasion.DELETION, "g@example.com"), Stage.RIGHT))
                .isInstanceOf(UndoChange.Result.Done.class);
    }

    @Test
    void nothingIsLeftAfterTheTimeOfGraceAndTheNameIsFree() {
        ada.setsUpAnApp(session);
        User before = ada.user();
        ada.asksForDeletion(session, Stage.RIGHT);
        String key = mail.key(Occasion.DELETION, ADDRESS);
        stage.passes(GRACE.minusSeconds(1));
        assertThat(stage.purgeAccounts().purge(10)).isZero();
        stage.passes(Duration.ofSeconds(1));
        assertThat(stage.purgeAccounts().purge(10)).isEqualTo(1);
        assertNothingIsLeft(before);
        assertThat(stage.undoChange().undo(wanted(key))).isEqualTo(new UndoChange.Result.LinkOver());
        assertThat(stage.purgeAccounts().purge(10)).as("once").isZero();
        assertThat(stage.stores.events())
                .filteredOn(event -> event.kind() == OutboxEvent.Kind.USER_DELETED)
                .extracting(OutboxEvent::userId)
                .containsExactly(before.id());
        ada.registers(ADDRESS);
        assertThat(ada.user().id()).isNotEqualTo(before.id());
    }

    @Test
    void theTimeOfGraceIsASettingAndTheLinkLivesNoLonger() {
        Stage brief = new Stage(Map.of("MAIL", "outbox", "UID_KEY", "a stack", "DELETION_GRACE", "PT1H"));
        Mailbox hers = new Mailbox(brief);
        Person grace = new Person(brief, hers, "grace", "192.0.2.2");
        brief.register().register("grace", "g@example.com", Password.of(Stage.RIGHT), Stage.CLIENT, Language.EN);
        grace.asksForDeletion(grace.logsIn(Stage.RIGHT), Stage.RIGHT);
        assertThat(hers.letters()).extracting(Letter::life).containsExactly(Duration.ofHours(1));
        brief.passes(Duration.ofHours(1));
        assertThat(brief.purgeAccounts().purge(10)).isEqualTo(1);
        assertThat(brief.stores.users().findByName("grace")).isEmpty();
    }

    /** Whoever is cut off before any of the steps has changed nothing that the next run would not finish. */
    @Test
    void aDeletionThatIsCutOffAnywhereGoesOn() {
        User before = ada.user();
        ada.asksForDeletion(session, Stage.RIGHT);
        String key = mail.key(Occasion.DELETION, ADDRESS);
        stage.passes(GRACE.minusSeconds(1));
        for (String step : new String[] {"sweep", "finish"}) {
            stage.passes(Duration.ofSeconds(1));
            assertThatThrownBy(() -> purge(step)).isInstanceOf(Killed.class);
            assertThat(ada.user().security().deletion())
                    .extracting(Deletion::purging)
                    .isEqualTo(true);
            assertThat(ada.undoes(key, Stage.RIGHT))
                    .as("a part is gone: nothing brings it back")
                    .isEqualTo(new UndoChange.Result.LinkOver());
        }
        assertThat(stage.purgeAccounts().purge(10)).isEqualTo(1);
        assertNothingIsLeft(before);
    }

    @Test
    void whoCallsItOffBetweenReadAndWriteStays() {
        ada.asksForDeletion(session, Stage.RIGHT);
        String key = mail.key(Occasion.DELETION, ADDRESS);
        stage.stores.beforeNextWrite(
                () -> assertThat(ada.undoes(key, Stage.RIGHT)).isInstanceOf(UndoChange.Result.Done.class));
        assertThat(purgeAt(GRACE)).isZero();
        assertThat(ada.user().security().deletion()).isNull();
    }

    @Test
    void aUserOfTheSameIdWhoCameLaterIsAnother() {
        ada.asksForDeletion(session, Stage.RIGHT);
        User gone = ada.user();
        stage.stores.change(gone.id(), user -> user.with(Security.ofNewUser(Randomness.SECURE)));
        stage.passes(GRACE);
        assertThat(stage.purgeAccounts().purge(10)).isZero();
        assertThat(ada.user().id()).isEqualTo(gone.id());
        assertThat(stage.stores.deletions().due(stage.now(), 10)).isEmpty();
    }

    /** Runs the purge with a clock that is ahead: the links of the stage are not over by it. */
    private int purgeAt(Duration ahead) {
        return new PurgeAccounts(
                        stage.stores.users(),
                        stage.stores.deletions(),
                        OutboxEvents.from(stage.environment),
                        () -> stage.now().plus(ahead))
                .purge(10);
    }

    private void purge(String killedAt) {
        DeletionStore deletions = stage.stores.deletions();
        DeletionStore killing = (DeletionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DeletionStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(killedAt)) {
                        throw new Killed();
                    }
                    try {
                        return method.invoke(deletions, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        new PurgeAccounts(stage.stores.users(), killing, OutboxEvents.from(stage.environment), stage::now).purge(10);
    }

    private void assertNothingIsLeft(User user) {
        assertThat(stage.stores.users().find(user.id())).isEmpty();
        assertThat(stage.stores.users().isNameTaken("ada")).isFalse();
        assertThat(stage.stores.claimants(EmailForm.of(ADDRESS).orElseThrow())).isEmpty();
        assertThat(stage.stores.sessions().list(user.id())).isEmpty();
        assertThat(stage.stores.undos().list(user.id())).isEmpty();
        assertThat(stage.stores.allLinks()).isEmpty();
        assertThat(stage.stores.factors().find(user.id()).app()).isNull();
    }

    private static UndoChange.Wanted wanted(String key) {
        return new UndoChange.Wanted(key, Password.of(Stage.RIGHT), "192.0.2.1", Language.EN);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
