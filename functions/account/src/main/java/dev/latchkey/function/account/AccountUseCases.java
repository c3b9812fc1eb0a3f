package dev.latchkey.function.account;

import dev.latchkey.account.ExportAccount;
import dev.latchkey.account.RenameUser;
import dev.latchkey.account.RequestLink;
import dev.latchkey.account.VerifyEmail;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbLinkStore;
import dev.latchkey.dynamodb.DynamoDbOutbox;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUndoStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.UserIds;

/** Where the use cases of this jar get their stores, on their own tables and on the stage. */
final class AccountUseCases {
    private AccountUseCases() {}

    static RequestLink requestLink(Environment environment) {
        return new RequestLink(
                new DynamoDbOutbox(environment),
                OutboxEvents.from(environment),
                Throttle.ofMailRequests(environment, new DynamoDbAttemptStore(environment)),
                environment::now);
    }

    static VerifyEmail verifyEmail(Environment environment) {
        return new VerifyEmail(new DynamoDbLinkStore(environment), OutboxEvents.from(environment), environment::now);
    }

    static RenameUser renameUser(Environment environment) {
        return new RenameUser(
                new DynamoDbUserStore(environment),
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                Throttle.ofRegistrations(environment, new DynamoDbAttemptStore(environment)),
                OutboxEvents.from(environment),
                environment::now);
    }

    static ExportAccount exportAccount(Environment environment) {
        return new ExportAccount(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(TokenSettings.from(environment.variables())),
                new DynamoDbFactorStore(environment),
                new DynamoDbLinkStore(environment),
                new DynamoDbUndoStore(environment),
                new DynamoDbKeyStore(environment),
                environment::now);
    }

    static Environment stage(Environment environment) {
        return RehearsedDynamoDb.stage(environment, null);
    }

    /** Makes a call to the tables that finds nothing. */
    static void reachForTables(Environment environment) {
        new DynamoDbSessionStore(environment).find(UserIds.NOBODY, SampleEvents.NO_KEY);
    }
}
