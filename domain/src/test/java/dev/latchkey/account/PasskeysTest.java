package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.LogInByPasskey.Result;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.session.Session;
import dev.latchkey.text.Language;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Kind;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Passkeys by the rules alone; that signatures are verified is another test's. */
class PasskeysTest {
    private static final Session.Client CLIENT = new Session.Client("a test", "198.51.100.9");
    private static final CredentialId ID = new CredentialId(Octets.of(new byte[] {1, 2, 3}));

    private final Stage stage = new Stage(Map.of("MAIL", "outbox"));
    private final User ada = stage.user("ada");
    private final LogIn.Result.LoggedIn first = stage.loggedIn("ada");
    private final UserHandle handle = added(ID);

    private Asker asker() {
        return new Asker(ada.id(), first.opened().session().key(), "192.0.2.1", Language.EN);
    }

    private UserHandle added(CredentialId id) {
        ManagePasskeys.Result.Begun begun =
                (ManagePasskeys.Result.Begun) stage.managePasskeys().begin(asker());
        assertThat(stage.managePasskeys().add(asker(), PlainCeremony.attestation(id, begun.challenge()), "a key"))
                .isInstanceOf(ManagePasskeys.Result.Added.class);
        return begun.handle();
    }

    private Result logIn() {
        LogInByPasskey logIn = stage.logInByPasskey();
        return logIn.logIn(PlainCeremony.assertion(ID, logIn.begin(), handle), CLIENT);
    }

    @Test
    void aPasskeyLogsInAndAsksForNoPassword() {
        Result.LoggedIn in = (Result.LoggedIn) logIn();
        assertThat(in.event().kind()).isEqualTo(AccountEvent.Kind.LOGGED_IN);
        assertThat(in.opened().session().authentication().labels()).containsExactly("hwk");
    }

    /** Having a passkey does not make two steps of a password. */
    @Test
    void aPasswordLogsInAsBefore() {
        assertThat(stage.reload(ada).security().factors()).containsExactly(Factor.PASSKEY);
        assertThat(stage.loggedIn("ada").opened().session().authentication().labels())
                .containsExactly("pwd");
    }

    @Test
    void itsOwnerIsToldWhenOneIsAddedAndWhenOneIsRemoved() {
        stage.managePasskeys().remove(asker(), ID);
        assertThat(stage.stores.events())
                .extracting(OutboxEvent::kind)
                .containsExactly(OutboxEvent.Kind.FACTOR_ADDED, OutboxEvent.Kind.FACTOR_REMOVED);
        assertThat(stage.stores.events())
                .allMatch(event -> event.detail(Detail.FACTOR).orElseThrow().equals("passkey"));
    }

    /** What may happen between the answer and the write that opens the session. */
    static Stream<UnaryOperator<User>> changes() {
        return Stream.of(
                user -> user.with(user.security().with(Factor.APP)),
                user -> user.with(user.security().without(Factor.PASSKEY)),
                user -> user.with(user.security().verified()),
                user -> user.withNewPassword(new PasswordHash("another"), user.security()),
                user -> user.with(new Security(
                        user.security().epoch(),
                        0,
                        99,
                        Kind.PERSON,
                        false,
                        user.security().factors())));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatChangesTheUserMeanwhileEndsTheLogin(UnaryOperator<User> change) {
        int before = stage.stores.sessions().list(ada.id()).size();
        stage.stores.beforeNextWrite(() -> stage.stores.change(ada.id(), change));
        assertThat(logIn()).isInstanceOf(Result.Refused.class);
        assertThat(stage.stores.sessions().list(ada.id())).hasSize(before);
    }

    @Test
    void logOutEverywhereMeanwhileEndsTheLogin() {
        stage.stores.beforeNextWrite(() -> stage.stores.users().endAllSessions(ada.id()));
        assertThat(logIn()).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aRemovalMeanwhileEndsTheLogin() {
        stage.stores.beforeNextWrite(() -> stage.managePasskeys().remove(asker(), ID));
        assertThat(logIn()).isInstanceOf(Result.Refused.class);
    }

    /** A service has no passkeys, and who comes back under an old id has none of the old ones. */
    @Test
    void anotherKindOfUserAndAnotherIncarnationDoNotLogIn() {
        stage.stores.change(
                ada.id(),
                user -> user.with(new Security(
                        user.security().epoch(),
                        0,
                        user.security().incarnation(),
                        Kind.SERVICE,
                        true,
                        Set.of(Factor.PASSKEY))));
        assertThat(logIn()).isInstanceOf(Result.Refused.class);
        stage.stores.change(
                ada.id(),
                user -> user.with(new Security(
                        user.security().epoch(), 0, user.security().incarnation() + 1, Kind.PERSON, true, Set.of())));
        assertThat(logIn()).isInstanceOf(Result.Refused.class);
        assertThat(stage.managePasskeys().list(asker())).isEmpty();
    }

    @Test
    void whereAddressesAreVerifiedOnlyWhoHasVerifiedTheirsAddsOne() {
        Stage strict = new Stage(Map.of("EMAIL_VERIFICATION", "optional"));
        User eve = strict.user("eve");
        LogIn.Result.LoggedIn in = strict.loggedIn("eve");
        Asker planting = new Asker(eve.id(), in.opened().session().key(), "192.0.2.1", Language.EN);
        assertThat(strict.managePasskeys().begin(planting)).isInstanceOf(ManagePasskeys.Result.EmailNotVerified.class);
        strict.stores.change(eve.id(), user -> user.with(user.security().verified()));
        assertThat(strict.managePasskeys().begin(planting)).isInstanceOf(ManagePasskeys.Result.Begun.class);
    }

    /** The proof is asked for when the passkey is added too, and not only when that begins. */
    @Test
    void aProofGrowsOldWhileAPasskeyIsMade() {
        ManagePasskeys.Result.Begun begun =
                (ManagePasskeys.Result.Begun) stage.managePasskeys().begin(asker());
        stage.passes(Duration.ofMinutes(11));
        CredentialId other = new CredentialId(Octets.of(new byte[] {9}));
        assertThat(stage.managePasskeys().add(asker(), PlainCeremony.attestation(other, begun.challenge()), "late"))
                .isEqualTo(new ManagePasskeys.Result.ProofNeeded(List.of("passkey")));
    }

    @Test
    void aSessionThatEndedDoesNothing() {
        stage.stores.users().endAllSessions(ada.id());
        assertThat(stage.managePasskeys().begin(asker())).isInstanceOf(ManagePasskeys.Result.SessionEnded.class);
        assertThat(stage.managePasskeys().ask(asker())).isInstanceOf(ManagePasskeys.Result.SessionEnded.class);
        assertThat(stage.managePasskeys().remove(asker(), ID)).isInstanceOf(ManagePasskeys.Result.SessionEnded.class);
    }

    @Test
    void namesAreTheOwnersOwn() {
        assertThat(stage.managePasskeys().rename(asker(), ID, "of the telephone"))
                .isInstanceOf(ManagePasskeys.Result.Renamed.class);
        assertThat(stage.managePasskeys().list(asker()))
                .extracting(Passkey::name)
                .containsExactly("of the telephone");
    }
}
