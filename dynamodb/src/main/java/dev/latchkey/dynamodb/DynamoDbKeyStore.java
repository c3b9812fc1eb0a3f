package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.key.ApiKey;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** API keys in DynamoDB; see {@link KeyItems} for the items. */
public final class DynamoDbKeyStore implements KeyStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbKeyStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public KeyWithUser find(long userId, TokenKey key) {
        Map<String, List<Map<String, AttributeValue>>> found = BatchGet.run(
                client,
                Map.of(
                        tables.users(), List.of(UserItems.key(userId)),
                        tables.tokens(), List.of(KeyItems.key(userId, key))));
        return new KeyWithUser(
                BatchGet.only(found, tables.tokens()).map(KeyItems::read).orElse(null),
                BatchGet.only(found, tables.users()).map(UserItems::read).orElse(null));
    }

    @Override
    public boolean create(User seen, ApiKey key, List<OutboxEvent> events) {
        Map<String, AttributeValue> values = new HashMap<>();
        String condition = UserConditions.standing(seen, values) + " AND "
                + UserConditions.same(
                        UserItems.KEY_GENERATION,
                        ":keygeneration",
                        seen.security().keyGeneration(),
                        values);
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(tables.users())
                        .key(UserItems.key(seen.id()))
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build());
        items.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(tables.tokens())
                        .item(KeyItems.write(key))
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build());
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("create");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty()) {
                return true;
            }
            if (reasons.stream().anyMatch(Calls::conditionFailed)) {
                return false;
            }
            retries.pauseAfter(reasons);
        }
    }

    /** One try: who comes next within the hour writes it, and a request does not wait for it. */
    @Override
    public void used(ApiKey seen, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", Item.numeric(Item.micros(now)));
        String same = "attribute_not_exists(" + KeyItems.LAST_USED + ")";
        if (seen.lastUsed() != null) {
            values.put(":seen", Item.numeric(Item.micros(seen.lastUsed())));
            same = KeyItems.LAST_USED + " = :seen";
        }
        String condition = "attribute_exists(pk) AND " + same;
        try {
            Calls.call(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.tokens())
                            .key(KeyItems.key(seen.userId(), seen.key()))
                            .updateExpression("SET " + KeyItems.LAST_USED + " = :now")
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)));
        } catch (SdkException | StoreUnavailableException e) {
            // Another request was first, the key has just ended, or the table has no room: the key is none the worse
            // for it.
        }
    }

    @Override
    public boolean revoke(long userId, TokenKey key) {
        return !Calls.callAgainOnConflict(
                        "DeleteItem",
                        () -> client.deleteItem(request -> request.tableName(tables.tokens())
                                .key(KeyItems.key(userId, key))
                                .returnValues(ReturnValue.ALL_OLD)))
                .attributes()
                .isEmpty();
    }

    @Override
    public void revokeAll(long userId) {
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.users())
                            .key(UserItems.key(userId))
                            .updateExpression(UserItems.ADD_KEY_GENERATION)
                            .conditionExpression("attribute_exists(pk)")
                            .expressionAttributeValues(Map.of(":one", Item.numeric(1)))));
        } catch (ConditionalCheckFailedException e) {
            // Nobody there: no key either.
        }
    }

    @Override
    public List<ApiKey> list(long userId) {
        return Partition.read(client, tables.tokens(), KeyItems.pk(userId)).stream()
                .map(KeyItems::read)
                .sorted(Comparator.comparing(ApiKey::created))
                .toList();
    }
}
