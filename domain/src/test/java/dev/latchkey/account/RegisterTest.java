package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.Register.NameCheck;
import dev.latchkey.account.Register.Result;
import dev.latchkey.config.Randomness;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.ContentionException;
import dev.latchkey.text.Language;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private final Stage stage = new Stage(Map.of("REGISTRATIONS_PER_SOURCE", "2", "REGISTRATION_WINDOW", "60"));

    @Test
    void createsAUserWhoIsLoggedIn() {
        Result.Registered done = (Result.Registered) register("Ada", Stage.RIGHT);
        assertThat(done.user().username()).isEqualTo("Ada");
        assertThat(done.user().email()).isEqualTo("ada@example.com");
        assertThat(done.event())
                .isEqualTo(new AccountEvent(
                        AccountEvent.Kind.REGISTERED,
                        done.user().id(),
                        done.opened().session().key().value()));
        assertThat(stage.checkToken().check(done.opened().token().reveal()))
                .isInstanceOf(CheckToken.Result.Accepted.class);
        assertThat(stage.loggedIn("ada").user().id()).isEqualTo(done.user().id());
    }

    @Test
    void aNameIsTakenInAnyForm() {
        register("Straße", Stage.RIGHT);
        assertThat(register("STRASSE", Stage.RIGHT)).isEqualTo(new Result.NameTaken());
        assertThat(stage.register().checkName("STRASSE", "192.0.2.1")).isEqualTo(new NameCheck.Taken());
        assertThat(stage.register().checkName("free", "192.0.2.1")).isEqualTo(new NameCheck.Free());
    }

    @Test
    void registrationsAreCountedBySource() {
        stage.register().checkName("one", "192.0.2.1");
        stage.register().checkName("two", "192.0.2.1");
        assertThat(stage.register().checkName("three", "192.0.2.1"))
                .isEqualTo(
                        new NameCheck.Throttled(Duration.ofSeconds(60), AccountEvent.of(AccountEvent.Kind.THROTTLED)));
        assertThat(stage.register().checkName("three", "192.0.2.2")).isEqualTo(new NameCheck.Free());
    }

    @Test
    void aWeakPasswordCreatesNobody() {
        assertThat(register("ada", "weak")).isEqualTo(new Result.PasswordRejected(List.of("too short")));
        assertThat(stage.stores.users().isNameTaken("ada")).isFalse();
    }

    /** Without randomness every id is the same, and taken from the second user on. */
    @Test
    void anIdThatIsTakenIsNotUsedTwice() {
        CreateUser create = new CreateUser(stage.stores.users(), Randomness.NONE, stage.environment::now);
        assertThat(create.create("ada", "", null)).isPresent();
        assertThatThrownBy(() -> create.create("grace", "", null)).isInstanceOf(ContentionException.class);
        assertThat(stage.stores.users().isNameTaken("grace")).isFalse();
    }

    @Test
    void anOperatorsUserHasNoSession() {
        CreateUser.Created created = stage.createUser().create("ada", "", null).orElseThrow();
        User ada = created.user();
        assertThat(created.opened()).isNull();
        assertThat(ada.id()).isGreaterThan(UserIds.NOBODY);
        assertThat(stage.stores.sessions().list(ada.id())).isEmpty();
        assertThat(stage.createUser().create("ADA", "", null)).isEmpty();
    }

    private Result register(String name, String password) {
        return stage.register().register(name, "ada@example.com", Password.of(password), Stage.CLIENT, Language.EN);
    }
}
