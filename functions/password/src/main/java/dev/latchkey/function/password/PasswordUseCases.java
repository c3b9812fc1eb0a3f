package dev.latchkey.function.password;

import dev.latchkey.account.ChangeEmail;
import dev.latchkey.account.ChangePassword;
import dev.latchkey.account.CreateUser;
import dev.latchkey.account.DeleteAccount;
import dev.latchkey.account.DeletionRule;
import dev.latchkey.account.LogIn;
import dev.latchkey.account.LogInByCode;
import dev.latchkey.account.PasswordProof;
import dev.latchkey.account.Reauthenticate;
import dev.latchkey.account.Register;
import dev.latchkey.account.ResetPassword;
import dev.latchkey.account.SessionDoor;
import dev.latchkey.account.UndoChange;
import dev.latchkey.account.VerificationRule;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbLinkStore;
import dev.latchkey.dynamodb.DynamoDbOutbox;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.DynamoDbUndoStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.factor.SealedAppFactors;
import dev.latchkey.kms.KmsSecretBox;
import dev.latchkey.link.Uid;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.passwords.BreachedPasswords;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.proof.SecondFactor;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.UserStore;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.Password;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.UserIds;

/** Where the use cases of this jar get their stores and their passwords, on their own tables and on the stage. */
final class PasswordUseCases {
    /** A password that the policy accepts, to rehearse with. */
    static final String SAMPLE_PASSWORD = "Vorpal-Tundra";

    private PasswordUseCases() {}

    static LogIn logIn(Environment environment) {
        return logIn(environment, HashedPasswords.from(environment));
    }

    static LogIn logIn(Environment environment, Passwords passwords) {
        return new LogIn(
                new DynamoDbUserStore(environment),
                passwords,
                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                door(environment));
    }

    private static SessionDoor door(Environment environment) {
        TokenSettings settings = TokenSettings.from(environment.variables());
        return new SessionDoor(
                new DynamoDbSessionStore(environment),
                new TokenIssuer(environment),
                settings.limit()
                        .map(max -> new Limit(max, settings.limitPolicy()))
                        .orElse(null),
                VerificationRule.from(environment.variables()),
                SecondFactor.from(environment.variables()).isOn()
                        ? new SessionDoor.Steps(
                                new DynamoDbStepStore(environment), new StepTokens(environment.randomness()))
                        : null,
                environment::now);
    }

    /** The second step in the same request, for who sends a code with the password; it is made when somebody first does. */
    static LogInByCode logInByCode(Environment environment) {
        return new LogInByCode(
                new DynamoDbStepStore(environment),
                new DynamoDbFactorStore(environment),
                SealedAppFactors.from(environment, KmsSecretBox.of(environment)),
                CodeThrottle.of(new DynamoDbAttemptStore(environment)),
                door(environment),
                OutboxEvents.from(environment),
                environment::now);
    }

    static Reauthenticate reauthenticate(Environment environment) {
        return new Reauthenticate(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                new DynamoDbFactorStore(environment),
                SealedAppFactors.from(environment, KmsSecretBox.of(environment)),
                HashedPasswords.from(environment),
                new Reauthenticate.Limits(
                        Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                        new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                        CodeThrottle.of(new DynamoDbAttemptStore(environment))),
                environment::now);
    }

    static Register register(Environment environment) {
        return register(environment, HashedPasswords.from(environment));
    }

    static Register register(Environment environment, Passwords passwords) {
        UserStore users = new DynamoDbUserStore(environment);
        return new Register(
                users,
                new CreateUser(users, environment.randomness(), environment::now),
                passwords,
                Throttle.ofRegistrations(environment, new DynamoDbAttemptStore(environment)),
                new TokenIssuer(environment),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment));
    }

    static ChangePassword changePassword(Environment environment) {
        return new ChangePassword(
                new DynamoDbUserStore(environment),
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                HashedPasswords.from(environment),
                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                OutboxEvents.from(environment),
                environment::now);
    }

    static ResetPassword resetPassword(Environment environment) {
        return new ResetPassword(
                new DynamoDbLinkStore(environment),
                HashedPasswords.from(environment),
                OutboxEvents.from(environment),
                new Uid(environment.variables()),
                environment::now);
    }

    static ChangeEmail changeEmail(Environment environment) {
        return new ChangeEmail(
                passwordProof(environment),
                new DynamoDbOutbox(environment),
                OutboxEvents.from(environment),
                environment::now);
    }

    static DeleteAccount deleteAccount(Environment environment) {
        return new DeleteAccount(
                passwordProof(environment),
                new DynamoDbDeletionStore(environment),
                DeletionRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    static UndoChange undoChange(Environment environment) {
        return new UndoChange(
                new DynamoDbLinkStore(environment),
                new DynamoDbUndoStore(environment),
                HashedPasswords.from(environment),
                new UndoChange.Limits(
                        Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                        AccountThrottle.ofUndo(environment, new DynamoDbAttemptStore(environment))),
                OutboxEvents.from(environment),
                environment::now);
    }

    private static PasswordProof passwordProof(Environment environment) {
        return new PasswordProof(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                HashedPasswords.from(environment),
                Throttle.ofLogins(environment, new DynamoDbAttemptStore(environment)),
                new AccountThrottle(environment, new DynamoDbAttemptStore(environment)),
                environment::now);
    }

    /** Returns an environment where nobody has the sample password, and no breach is known of. */
    static Environment stage(Environment environment) {
        Passwords passwords = HashedPasswords.from(environment.with(Randomness.NONE));
        Environment stage = RehearsedDynamoDb.stage(environment, passwords.hash(Password.of(SAMPLE_PASSWORD)));
        return HashedPasswords.knowBreaches(environment)
                ? stage.with(BreachedPasswords.class, BreachedPasswords.NONE)
                : stage;
    }

    /** Makes a call to the users' table that finds nothing. */
    static void reachForUsers(Environment environment) {
        new DynamoDbUserStore(environment).isNameTaken("no body");
    }

    /** Makes a call to both tables that finds nothing. */
    static void reachForSessions(Environment environment) {
        new DynamoDbSessionStore(environment).find(UserIds.NOBODY, SampleEvents.NO_KEY);
    }
}
