package dev.latchkey.function.relay;

import dev.latchkey.account.PurgeAccounts;
import dev.latchkey.account.ResetFactors;
import dev.latchkey.bus.EventBridgeBus;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbFactorResetStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbRelayStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.mail.Mailers;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.relay.Relay;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.UserStore;

/** Builds the use case on DynamoDB and on the way of mail that the settings name. */
final class RelayUseCases {
    private RelayUseCases() {}

    /**
     * Builds it.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     * @throws dev.latchkey.mail.TemplateException if a mail template cannot be used; the message names it
     */
    static Relay relay(Environment environment) {
        environment.variables().required("EVENTS_TABLE");
        return new Relay(environment, new Stores(environment), Mailers.of(environment), EventBridgeBus.of(environment));
    }

    static PurgeAccounts purgeAccounts(Environment environment) {
        return new PurgeAccounts(
                new DynamoDbUserStore(environment),
                new DynamoDbDeletionStore(environment),
                OutboxEvents.from(environment),
                environment::now);
    }

    static ResetFactors resetFactors(Environment environment) {
        return new ResetFactors(
                new DynamoDbFactorStore(environment),
                new DynamoDbFactorResetStore(environment),
                OutboxEvents.from(environment),
                environment::now);
    }

    private record Stores(Environment environment) implements Relay.Stores {
        @Override
        public RelayStore events() {
            return new DynamoDbRelayStore(environment);
        }

        @Override
        public UserStore users() {
            return new DynamoDbUserStore(environment);
        }

        @Override
        public AttemptStore attempts() {
            return new DynamoDbAttemptStore(environment);
        }
    }
}
