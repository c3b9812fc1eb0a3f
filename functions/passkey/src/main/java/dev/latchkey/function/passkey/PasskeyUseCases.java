package dev.latchkey.function.passkey;

import dev.latchkey.account.LogInByPasskey;
import dev.latchkey.account.ManagePasskeys;
import dev.latchkey.account.SessionDoor;
import dev.latchkey.account.VerificationRule;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.DynamoDbPasskeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.user.UserIds;
import dev.latchkey.webauthn.WebAuthnCeremony;

/** Where the use cases of this jar get their stores and their relying party, on their own tables and on the stage. */
final class PasskeyUseCases {
    private PasskeyUseCases() {}

    /**
     * Reads for whom passkeys are made.
     *
     * @throws InvalidSettingException if they are off: then nothing leads here
     */
    static RelyingParty party(Environment environment) {
        return RelyingParty.from(environment.variables())
                .orElseThrow(() -> new InvalidSettingException("PASSKEY_RP_ID", "is not set"));
    }

    static LogInByPasskey logIn(Environment environment, RelyingParty party) {
        TokenSettings settings = TokenSettings.from(environment.variables());
        DynamoDbPasskeyStore passkeys = new DynamoDbPasskeyStore(environment);
        SessionDoor door = new SessionDoor(
                new DynamoDbSessionStore(environment),
                new TokenIssuer(environment),
                settings.limit()
                        .map(max -> new Limit(max, settings.limitPolicy()))
                        .orElse(null),
                VerificationRule.from(environment.variables()),
                null,
                environment::now);
        return new LogInByPasskey(
                passkeys,
                new DynamoDbStepStore(environment),
                new WebAuthnCeremony(party),
                new Challenges(environment.randomness()),
                door,
                environment::now);
    }

    static ManagePasskeys managePasskeys(Environment environment, RelyingParty party) {
        return new ManagePasskeys(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                new DynamoDbPasskeyStore(environment),
                new WebAuthnCeremony(party),
                environment.randomness(),
                VerificationRule.from(environment.variables()),
                OutboxEvents.from(environment),
                environment::now);
    }

    /** Returns an environment where nobody has the sample passkey. */
    static Environment stage(Environment environment) {
        return RehearsedDynamoDb.stageWithPasskey(environment, SamplePasskey.passkey(environment.now()));
    }

    /** Makes a call to the users' table that finds nothing. */
    static void reach(Environment environment) {
        new DynamoDbPasskeyStore(environment).owner(UserIds.NOBODY);
    }
}
