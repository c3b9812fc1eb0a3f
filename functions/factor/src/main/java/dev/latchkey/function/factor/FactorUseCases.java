package dev.latchkey.function.factor;

import dev.latchkey.account.LogInByCode;
import dev.latchkey.account.ManageApp;
import dev.latchkey.account.SessionDoor;
import dev.latchkey.account.VerificationRule;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.factor.SealedAppFactors;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.kms.KmsSecretBox;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;

/** Where the use cases of this jar get their stores and their keys, on their own tables and on the stage. */
final class FactorUseCases {
    private FactorUseCases() {}

    static ManageApp manageApp(Environment environment) {
        return new ManageApp(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                new DynamoDbFactorStore(environment),
                apps(environment),
                CodeThrottle.of(new DynamoDbAttemptStore(environment)),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    static LogInByCode logInByCode(Environment environment) {
        TokenSettings settings = TokenSettings.from(environment.variables());
        DynamoDbStepStore steps = new DynamoDbStepStore(environment);
        SessionDoor door = new SessionDoor(
                new DynamoDbSessionStore(environment),
                new TokenIssuer(environment),
                settings.limit()
                        .map(max -> new Limit(max, settings.limitPolicy()))
                        .orElse(null),
                // Asked for before the first step, and the user is as then.
                VerificationRule.NONE,
                new SessionDoor.Steps(steps, new StepTokens(environment.randomness())),
                environment::now);
        return new LogInByCode(
                steps,
                new DynamoDbFactorStore(environment),
                apps(environment),
                CodeThrottle.of(new DynamoDbAttemptStore(environment)),
                door,
                OutboxEvents.from(environment),
                environment::now);
    }

    private static AppFactors apps(Environment environment) {
        return SealedAppFactors.from(environment, KmsSecretBox.of(environment));
    }

    /** Returns an environment where nobody has an app, and the backup code {@link #sampleCode}. */
    static Environment stage(Environment environment) {
        Environment quiet = environment
                .with(Randomness.NONE)
                .with(SecretBox.class, new KeyBox(new byte[KeyBox.KEY_BYTES], Randomness.NONE));
        User nobody = Nobody.user(null, environment.now());
        AppFactors apps = apps(quiet);
        AppFactors.WithCodes made = apps.withNewCodes(nobody, apps.enrol(nobody).sealed());
        return RehearsedDynamoDb.stage(quiet, null, App.confirmed(made.sealed(), 0, 0));
    }

    /** Returns a backup code as it is where nothing is random. */
    static String sampleCode() {
        return "A".repeat(12);
    }

    /** Returns a step's token as it is where nothing is random. */
    static String sampleStep(Environment environment) {
        return new StepTokens(Randomness.NONE)
                .issue(Nobody.user(null, environment.now()), environment.now())
                .token()
                .reveal();
    }

    /** Makes a call to the tables that finds nothing, and one to the key. */
    static void reach(Environment environment) {
        new DynamoDbFactorStore(environment).find(UserIds.NOBODY);
        KmsSecretBox.of(environment).seal(new SecretBox.Owner(UserIds.NOBODY, 0), new byte[1]);
    }
}
