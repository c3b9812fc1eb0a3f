package dev.latchkey.function.session;

import dev.latchkey.account.EndAllSessions;
import dev.latchkey.account.EndSession;
import dev.latchkey.account.ListSessions;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;

/** Where the use cases of this jar get their stores. */
final class SessionUseCases {
    private SessionUseCases() {}

    static ListSessions listSessions(Environment environment) {
        SessionPolicy policy = new SessionPolicy(TokenSettings.from(environment.variables()));
        return new ListSessions(new DynamoDbSessionStore(environment), policy, environment::now);
    }

    static EndSession endSession(Environment environment) {
        return new EndSession(new DynamoDbSessionStore(environment));
    }

    static EndAllSessions endAllSessions(Environment environment) {
        return new EndAllSessions(new DynamoDbUserStore(environment));
    }
}
