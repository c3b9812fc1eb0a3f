package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.letter.Letter;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Password;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How others have lost their accounts, and how nobody does here: what a thief has, does, and gets. */
class TakeoverTest {
    private static final String ADDRESS = "ada@example.com";
    private static final String THIEFS = "mallory@example.net";
    private static final String CHOSEN = "Mallorys-Horse-9!";
    private static final String NEW = "Another-Horse-9!";

    private final Stage stage =
            new Stage(Map.of("EMAIL_VERIFICATION", "optional", "MAIL", "outbox", "UID_KEY", "a stack"));
    private final Mailbox mail = new Mailbox(stage);
    private final Person ada = new Person(stage, mail, "ada", "192.0.2.1");
    private final Person thief = new Person(stage, mail, "ada", "198.51.100.66");

    @BeforeEach
    void registers() {
        ada.registers(ADDRESS);
    }

    @Test
    void whoHasPasswordAndSessionLosesAllAgainHoweverFastTheyAre() {
        TokenKey stolen = thief.logsIn(Stage.RIGHT);
        thief.changesThePassword(stolen, Stage.RIGHT, CHOSEN);
        thief.changesTheAddress(stolen, CHOSEN, THIEFS);
        thief.setsUpAnApp(stolen);
        assertThat(mail.to(ADDRESS))
                .as("the owner hears of each")
                .endsWith(Occasion.PASSWORD_CHANGED, Occasion.ADDRESS_CHANGED, Occasion.FACTOR_ADDED);

        assertThat(ada.undoes(mail.key(Occasion.ADDRESS_CHANGED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(UndoChange.Result.Done.class);
        assertThat(ada.resets(ADDRESS, NEW)).isInstanceOf(ResetPassword.Result.Done.class);
        assertThat(ada.triesToLogIn(NEW)).as("no app is asked for").isInstanceOf(LogIn.Result.LoggedIn.class);

        assertThat(thief.isLoggedIn(stolen)).isFalse();
        for (String password : List.of(Stage.RIGHT, CHOSEN)) {
            assertThat(thief.triesToLogIn(password)).isInstanceOf(LogIn.Result.WrongCredentials.class);
            for (Occasion occasion : List.of(Occasion.ADDRESS_CHANGED, Occasion.FACTOR_ADDED)) {
                assertThat(thief.undoes(mail.key(occasion, THIEFS), password))
                        .as("links that came to the thief's address")
                        .isEqualTo(new UndoChange.Result.LinkOver());
            }
        }
        assertThat(ada.user().email()).isEqualTo(ADDRESS);
    }

    /** Of what the owner changed there is no link at the thief's address. */
    @Test
    void whoHasPasswordAndSessionCannotUndoWhatTheOwnerDid() {
        thief.logsIn(Stage.RIGHT);
        ada.setsUpAnApp(ada.logsIn(Stage.RIGHT));
        assertThat(mail.letters()).extracting(Letter::to).containsOnly(ADDRESS);
        assertThat(thief.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.SecondFactorNeeded.class);
        assertThat(stage.stores.allLinks().stream().filter(link -> link.purpose() == Purpose.UNDO))
                .extracting(Link::address)
                .containsOnly(ADDRESS);
    }

    @Test
    void whoReadsTheMailCannotUndoWhatTheOwnerDid() {
        ada.setsUpAnApp(ada.logsIn(Stage.RIGHT));
        String read = mail.key(Occasion.FACTOR_ADDED, ADDRESS);
        assertThat(thief.undoes(read, "a guess")).isInstanceOf(UndoChange.Result.WrongPassword.class);
        assertThat(thief.resets(ADDRESS, CHOSEN)).isInstanceOf(ResetPassword.Result.Done.class);
        assertThat(thief.undoes(read, CHOSEN))
                .as("a password of after the change")
                .isInstanceOf(UndoChange.Result.WrongPassword.class);
        assertThat(thief.triesToLogIn(CHOSEN))
                .as("the factor stands")
                .isInstanceOf(LogIn.Result.SecondFactorNeeded.class);
        assertThat(ada.undoes(read, Stage.RIGHT)).as("the owner's").isInstanceOf(UndoChange.Result.Done.class);
    }

    @Test
    void whoReadsTheMailAndTakesTheAccountLosesItToWhoKnewThePassword() {
        assertThat(thief.resets(ADDRESS, CHOSEN)).isInstanceOf(ResetPassword.Result.Done.class);
        TokenKey stolen = thief.logsIn(CHOSEN);
        thief.changesTheAddress(stolen, CHOSEN, THIEFS);
        assertThat(ada.undoes(mail.key(Occasion.ADDRESS_CHANGED, ADDRESS), Stage.RIGHT))
                .isInstanceOf(UndoChange.Result.Done.class);
        assertThat(ada.user().email()).isEqualTo(ADDRESS);
        assertThat(thief.isLoggedIn(stolen)).isFalse();
    }

    @Test
    void whoReadsTheMailCannotCallTheOwnersDeletionOff() {
        ada.asksForDeletion(ada.logsIn(Stage.RIGHT), Stage.RIGHT);
        String read = mail.key(Occasion.DELETION, ADDRESS);
        assertThat(thief.undoes(read, "a guess")).isInstanceOf(UndoChange.Result.WrongPassword.class);
        stage.passes(Undo.LIFE);
        assertThat(stage.purgeAccounts().purge(1)).isEqualTo(1);
    }

    /** A mail that is late must not bring a fresh link to a mailbox that its user has left. */
    @Test
    void aLateEventSendsNothingToAnAddressThatWasLeft() {
        stage.requestLink().request(OutboxEvent.Kind.PASSWORD_RESET_REQUESTED, ADDRESS, "192.0.2.1", Language.EN);
        TokenKey session = ada.logsIn(Stage.RIGHT);
        String other = stage.mailed(Purpose.EMAIL, ada.user(), "new@example.com", Duration.ofHours(1));
        assertThat(ada.asksForAddress(session, Stage.RIGHT, "third@example.com"))
                .isInstanceOf(ChangeEmail.Result.Accepted.class);
        assertThat(stage.verifyEmail().change(other, Language.EN)).isInstanceOf(VerifyEmail.Result.Done.class);
        assertThat(mail.to(ADDRESS)).as("no reset").containsExactly(Occasion.VERIFICATION, Occasion.ADDRESS_CHANGED);
        assertThat(mail.to("third@example.com")).as("asked for before").isEmpty();
    }

    @Test
    void whoRegisteredWithAnothersAddressPlantsNothingBeforeItsOwnerComes() {
        String owners = "victim@example.com";
        Person squatter = new Person(stage, mail, "squatter", "198.51.100.66");
        stage.register().register("squatter", owners, Password.of(Stage.RIGHT), Stage.CLIENT, Language.EN);
        TokenKey planted = squatter.logsIn(Stage.RIGHT);
        ManageApp.Asker asker = new ManageApp.Asker(squatter.user().id(), planted, "198.51.100.66", Language.EN);
        assertThat(stage.manageApp().enrol(asker)).isEqualTo(new ManageApp.Result.EmailNotVerified());

        Person owner = new Person(stage, mail, "squatter", "192.0.2.9");
        String key = mail.key(Occasion.VERIFICATION, owners);
        assertThat(stage.verifyEmail().verify(key, Language.EN)).isInstanceOf(VerifyEmail.Result.Done.class);
        assertThat(owner.resets(owners, NEW)).isInstanceOf(ResetPassword.Result.Done.class);
        assertThat(squatter.isLoggedIn(planted)).isFalse();
        assertThat(squatter.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(owner.triesToLogIn(NEW)).isInstanceOf(LogIn.Result.LoggedIn.class);
    }

    /** The id comes back, by an import; nothing that was made for the one before is worth anything. */
    @Test
    void whatWasMadeForAnEarlierUserOfTheSameIdOpensNothing() {
        TokenKey session = ada.logsIn(Stage.RIGHT);
        ada.setsUpAnApp(session);
        User former = ada.user();
        ada.asksForDeletion(session, Stage.RIGHT);
        String undo = mail.key(Occasion.DELETION, ADDRESS);
        List<Link> links = stage.stores.allLinks();
        stage.passes(Undo.LIFE.minusSeconds(1));
        User again = former.with(Security.ofNewUser(Randomness.SECURE).verified());
        stage.stores.change(former.id(), user -> again);
        links.forEach(stage.stores::put);
        String verify = stage.mailed(Purpose.EMAIL, former, THIEFS, Duration.ofDays(1));
        assertThat(ada.undoes(undo, Stage.RIGHT)).isEqualTo(new UndoChange.Result.LinkOver());
        assertThat(stage.verifyEmail().change(verify, Language.EN)).isEqualTo(new VerifyEmail.Result.LinkOver());
        assertThat(stage.stores.factors().find(former.id()).app()).isNull();
        assertThat(ada.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.LoggedIn.class);
        assertThat(ada.user().security().incarnation())
                .isNotEqualTo(former.security().incarnation());
    }

    @Test
    void tenRegistrationsWithSomebodysAddressCostTheirOwnerFiveMailsAndNoLink() {
        for (int i = 0; i < 10; i++) {
            stage.register().register("junk" + i, ADDRESS, Password.of(Stage.RIGHT), Stage.CLIENT, Language.EN);
        }
        List<Letter> junk = mail.letters();
        assertThat(junk).hasSizeLessThanOrEqualTo(6);
        assertThat(junk).extracting(Letter::account).as("names are for owners").containsOnly("");
        assertThat(ada.resets(ADDRESS, NEW)).isInstanceOf(ResetPassword.Result.Done.class);
        List<Letter> resets = mail.letters().stream()
                .filter(letter -> letter.occasion() == Occasion.RESET)
                .toList();
        assertThat(resets.get(0).account()).as("the owner first").isEqualTo("ada");
        assertThat(resets).hasSizeLessThanOrEqualTo(5);
    }
}
