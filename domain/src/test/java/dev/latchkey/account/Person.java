package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.letter.Occasion;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.Code;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.Map;

/** Somebody with an account, or with what they have got hold of of another's, from an address of their own. */
final class Person {
    private final Stage stage;
    private final Mailbox mail;
    private final String name;
    private final Session.Client client;

    Person(Stage stage, Mailbox mail, String name, String source) {
        this.stage = stage;
        this.mail = mail;
        this.name = name;
        this.client = new Session.Client("a test", source);
    }

    /** Registers and verifies the address. */
    void registers(String address) {
        stage.register().register(name, address, Password.of(Stage.RIGHT), client, Language.EN);
        assertThat(stage.verifyEmail().verify(mail.key(Occasion.VERIFICATION, address), Language.EN))
                .isInstanceOf(VerifyEmail.Result.Done.class);
    }

    User user() {
        return stage.stores.users().findByName(name).orElseThrow();
    }

    LogIn.Result triesToLogIn(String password) {
        return stage.logIn().logIn(name, Password.of(password), client);
    }

    /** Logs in by the password, and a code of the app where one is asked for. */
    TokenKey logsIn(String password) {
        LogIn.Result result = triesToLogIn(password);
        if (result instanceof LogIn.Result.SecondFactorNeeded needed) {
            LogInByCode.Result in =
                    stage.logInByCode().logIn(needed.step().token().reveal(), Code.of(code()), client, Language.EN);
            return ((LogInByCode.Result.LoggedIn) in).opened().session().key();
        }
        return ((LogIn.Result.LoggedIn) result).opened().session().key();
    }

    /** Returns the code of now, after which there is another. */
    String code() {
        stage.passes(Duration.ofSeconds(30));
        return PlainApps.code(stage.now());
    }

    void setsUpAnApp(TokenKey session) {
        assertThat(stage.manageApp().enrol(asker(session))).isInstanceOf(ManageApp.Result.Enrolled.class);
        assertThat(stage.manageApp().confirm(asker(session), Code.of(code())))
                .isInstanceOf(ManageApp.Result.WithBackupCodes.class);
    }

    void removesTheApp(TokenKey session) {
        assertThat(stage.manageApp().remove(asker(session), Code.of(code())))
                .isInstanceOf(ManageApp.Result.Removed.class);
    }

    /** Adds a passkey, and returns by what its authenticator knows the user. */
    UserHandle addsAPasskey(TokenKey session, CredentialId id) {
        ManagePasskeys.Result.Begun begun =
                (ManagePasskeys.Result.Begun) stage.managePasskeys().begin(asker(session));
        assertThat(stage.managePasskeys()
                        .add(asker(session), PlainCeremony.attestation(id, begun.challenge()), "a key"))
                .isInstanceOf(ManagePasskeys.Result.Added.class);
        return begun.handle();
    }

    LogInByPasskey.Result logsInByPasskey(CredentialId id, UserHandle handle) {
        LogInByPasskey logIn = stage.logInByPasskey();
        return logIn.logIn(PlainCeremony.assertion(id, logIn.begin(), handle), client);
    }

    private Asker asker(TokenKey session) {
        return new Asker(user().id(), session, client.sourceIp(), Language.EN);
    }

    PasswordProof.Claim claim(TokenKey session, String password) {
        return new PasswordProof.Claim(user().id(), name, session, Password.of(password), client.sourceIp());
    }

    ChangeEmail.Result asksForAddress(TokenKey session, String password, String address) {
        return stage.changeEmail().request(claim(session, password), address, Language.EN);
    }

    /** Asks for another address, and confirms it by the link that goes there. */
    void changesTheAddress(TokenKey session, String password, String address) {
        assertThat(asksForAddress(session, password, address)).isInstanceOf(ChangeEmail.Result.Accepted.class);
        assertThat(stage.verifyEmail().change(mail.key(Occasion.NEW_ADDRESS, address), Language.EN))
                .isInstanceOf(VerifyEmail.Result.Done.class);
    }

    void changesThePassword(TokenKey session, String current, String chosen) {
        ChangePassword.Change change = new ChangePassword.Change(
                user().id(),
                name,
                session,
                Password.of(current),
                Password.of(chosen),
                client.sourceIp(),
                Language.EN,
                stage.now());
        assertThat(stage.changePassword().change(change)).isInstanceOf(ChangePassword.Result.Changed.class);
    }

    DeleteAccount.Result asksForDeletion(TokenKey session, String password) {
        return stage.deleteAccount().ask(claim(session, password), Language.EN);
    }

    UndoChange.Result undoes(String key, String password) {
        return stage.undoChange()
                .undo(new UndoChange.Wanted(key, Password.of(password), client.sourceIp(), Language.EN));
    }

    /** Chooses a new password by a link to an address. */
    ResetPassword.Result resets(String address, String chosen) {
        stage.requestLink().request(OutboxEvent.Kind.PASSWORD_RESET_REQUESTED, address, client.sourceIp(), Language.EN);
        Map<String, String> link = mail.link(Occasion.RESET, address);
        return stage.resetPassword()
                .reset(new ResetPassword.Reset(
                        link.getOrDefault("uid", ""),
                        link.getOrDefault("token", ""),
                        Password.of(chosen),
                        Password.of(chosen),
                        Language.EN));
    }

    boolean isLoggedIn(TokenKey session) {
        Session found = stage.stores.sessions().find(user().id(), session).session();
        return found != null && new SessionPolicy(stage.settings).isLive(user(), found, stage.now());
    }
}
