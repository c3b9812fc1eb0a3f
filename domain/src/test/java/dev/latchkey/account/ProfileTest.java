package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.RenameUser.Result;
import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.Scopes;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Taking another name, and one's data. */
class ProfileTest {
    private static final String ADDRESS = "ada@example.com";

    private final Stage stage = new Stage(Map.of(
            "EMAIL_VERIFICATION", "optional", "MAIL", "outbox", "UID_KEY", "a stack", "REGISTRATIONS_PER_SOURCE", "5"));
    private final Mailbox mail = new Mailbox(stage);
    private final Person ada = new Person(stage, mail, "ada", "192.0.2.1");
    private final Person lovelace = new Person(stage, mail, "lovelace", "192.0.2.1");
    private TokenKey session = new TokenKey("0000000000000000");
    private long id;

    @BeforeEach
    void registers() {
        ada.registers(ADDRESS);
        session = ada.logsIn(Stage.RIGHT);
        id = ada.user().id();
    }

    @Test
    void anotherNameLogsInAndTheOldOneIsFree() {
        User before = ada.user();
        Result result = rename("lovelace");
        assertThat(result).isEqualTo(new Result.Renamed(before.withName("lovelace")));
        assertThat(((Result.Renamed) result).event()).isEqualTo(AccountEvent.of(AccountEvent.Kind.RENAMED, id));
        assertThat(lovelace.user()).isEqualTo(before.withName("lovelace"));
        assertThat(lovelace.isLoggedIn(session)).isTrue();
        assertThat(ada.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.WrongCredentials.class);
        assertThat(lovelace.triesToLogIn(Stage.RIGHT)).isInstanceOf(LogIn.Result.LoggedIn.class);
        assertThat(stage.stores.users().isNameTaken("ada")).isFalse();
        assertThat(stage.stores.events())
                .filteredOn(event -> event.kind() == OutboxEvent.Kind.USER_RENAMED)
                .extracting(OutboxEvent::userId)
                .containsExactly(id);
        assertThat(mail.to(ADDRESS)).as("nothing is mailed").containsExactly(Occasion.VERIFICATION);
    }

    @Test
    void aNameOfOneUserIsNoOthersAndLettersMayBecomeCapital() {
        stage.user("grace");
        assertThat(rename("grace")).isEqualTo(new Result.NameTaken());
        assertThat(rename("Grace")).isEqualTo(new Result.NameTaken());
        assertThat(rename("Ada")).isInstanceOf(Result.Renamed.class);
        assertThat(ada.user().username()).isEqualTo("Ada");
    }

    @Test
    void itTakesALiveSessionAndAProofWhereThereIsAFactor() {
        stage.stores.users().endAllSessions(id);
        assertThat(rename("lovelace")).isEqualTo(new Result.SessionEnded());
        assertThat(export()).isEqualTo(new ExportAccount.Result.SessionEnded());
        session = ada.logsIn(Stage.RIGHT);
        ada.setsUpAnApp(session);
        assertThat(export()).isInstanceOf(ExportAccount.Result.Exported.class);
        stage.passes(Duration.ofMinutes(10));
        assertThat(rename("lovelace")).isEqualTo(new Result.ProofNeeded(List.of("app")));
        assertThat(export()).isEqualTo(new ExportAccount.Result.ProofNeeded(List.of("app")));
        session = ada.logsIn(Stage.RIGHT);
        assertThat(rename("lovelace")).isInstanceOf(Result.Renamed.class);
    }

    @Test
    void namesAreTriedAsOftenAsRegistrations() {
        stage.user("grace");
        Asker elsewhere = new Asker(id, session, "198.51.100.9", Language.EN);
        for (int i = 0; i < 5; i++) {
            assertThat(stage.renameUser().rename(elsewhere, "grace")).isEqualTo(new Result.NameTaken());
        }
        assertThat(stage.renameUser().rename(elsewhere, "grace")).isInstanceOf(Result.Throttled.class);
        assertThat(rename("lovelace")).as("from elsewhere").isInstanceOf(Result.Renamed.class);
    }

    @Test
    void aChangeBetweenReadAndWriteIsNoObstacle() {
        stage.stores.beforeNextWrite(() -> ada.setsUpAnApp(session));
        assertThat(rename("lovelace")).isInstanceOf(Result.Renamed.class);
        assertThat(lovelace.user().security().factors()).containsExactly(Factor.APP);
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(id));
        assertThat(rename("countess")).isEqualTo(new Result.SessionEnded());
    }

    @Test
    void allThatIsStoredIsWrittenOut() {
        ada.setsUpAnApp(session);
        ada.changesTheAddress(session, Stage.RIGHT, "ada@example.org");
        stage.mailed(Purpose.RESET, ada.user(), "ada@example.org", Duration.ofHours(1));
        ApiKey key = key(ada.user());
        ExportAccount.Result.Exported data = (ExportAccount.Result.Exported) export();
        assertThat(data.event()).isEqualTo(AccountEvent.of(AccountEvent.Kind.DATA_EXPORTED, id));
        assertThat(data.user()).isEqualTo(ada.user());
        assertThat(data.sessions()).isEqualTo(stage.stores.sessions().list(id));
        assertThat(data.app()).isNotNull();
        assertThat(data.links()).extracting(Link::purpose).contains(Purpose.RESET);
        assertThat(data.undos()).extracting(undo -> undo.email()).containsExactly(ADDRESS, ADDRESS);
        assertThat(data.keys()).containsExactly(key);
    }

    @Test
    void nothingOfAnotherUserIsInIt() {
        Person grace = new Person(stage, mail, "grace", "192.0.2.2");
        grace.registers("grace@example.com");
        grace.setsUpAnApp(grace.logsIn(Stage.RIGHT));
        stage.mailed(Purpose.RESET, grace.user(), "grace@example.com", Duration.ofHours(1));
        key(grace.user());
        ExportAccount.Result.Exported data = (ExportAccount.Result.Exported) export();
        assertThat(data.keys()).isEmpty();
        assertThat(data.app()).isNull();
        assertThat(data.links()).isEmpty();
        assertThat(data.undos()).isEmpty();
        assertThat(data.sessions()).allMatch(stored -> stored.userId() == id);
    }

    private ApiKey key(User user) {
        KeySettings settings =
                KeySettings.from(new Variables(Map.of("KEY_SCOPES", "a"))).orElseThrow();
        ApiKey key = new KeyIssuer(settings, Randomness.SECURE)
                .issue(user, "n", Scopes.of(List.of("a")), stage.now().plusSeconds(60), stage.now())
                .key();
        assertThat(stage.stores.keys().create(user, key, List.of())).isTrue();
        return key;
    }

    private Result rename(String name) {
        return stage.renameUser().rename(asker(), name);
    }

    private ExportAccount.Result export() {
        return stage.exportAccount().export(asker());
    }

    private Asker asker() {
        return new Asker(id, session, "192.0.2.1", Language.EN);
    }
}
