package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.RelayStore;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Events that wait, in DynamoDB; see {@link OutboxItems} for the items. How far one has come stands in its own item. */
public final class DynamoDbRelayStore implements RelayStore {
    /** How many users DynamoDB reads at once. */
    private static final int BATCH = 100;

    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbRelayStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public Optional<Waiting> find(String eventId) {
        Map<String, AttributeValue> item = Calls.call(
                        "GetItem",
                        () -> client.getItem(request -> request.tableName(tables.events())
                                .key(OutboxItems.key(eventId))
                                .consistentRead(true)))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(new Waiting(OutboxItems.read(item), OutboxItems.tries(item)));
    }

    @Override
    public List<User> claimants(EmailForm form, int most) {
        QueryRequest query = QueryRequest.builder()
                .tableName(tables.tokens())
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Item.string(LinkItems.claimPk(form))))
                .consistentRead(true)
                .limit(most)
                .build();
        List<Map<String, AttributeValue>> keys = Calls.call("Query", () -> client.query(query)).items().stream()
                .map(item -> UserItems.key(new Item(item).number(SessionItems.ID)))
                .toList();
        List<User> users = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<Map<String, AttributeValue>> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
            BatchGet.run(client, Map.of(tables.users(), batch))
                    .getOrDefault(tables.users(), List.of())
                    .forEach(item -> users.add(UserItems.read(item)));
        }
        return users;
    }

    @Override
    public List<Undo> undos(long userId) {
        return UndoItems.list(client, tables, userId);
    }

    @Override
    public Begun begin(OutboxEvent event, String part, @Nullable Link link, @Nullable User seen) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(counted(event, part));
        if (link != null && seen != null) {
            items.add(standing(seen));
            items.add(TransactWriteItem.builder()
                    .put(Put.builder()
                            .tableName(tables.tokens())
                            .item(LinkItems.write(link))
                            .build())
                    .build());
        }
        Calls.Retries retries = new Calls.Retries("begin");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return Begun.YES;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                return Begun.SPENT;
            }
            if (reasons.size() > 1 && Calls.conditionFailed(reasons.get(1))) {
                return Begun.USER_CHANGED;
            }
            retries.pauseAfter(reasons);
        }
    }

    private TransactWriteItem counted(OutboxEvent event, String part) {
        Update update = Update.builder()
                .tableName(tables.events())
                .key(OutboxItems.key(event.id()))
                .updateExpression("ADD #try :one")
                .conditionExpression("attribute_exists(pk) AND (attribute_not_exists(#try) OR #try < :most)")
                .expressionAttributeNames(Map.of("#try", OutboxItems.TRY + part))
                .expressionAttributeValues(Map.of(":one", Item.numeric(1), ":most", Item.numeric(MOST_TRIES)))
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private TransactWriteItem standing(User seen) {
        Map<String, AttributeValue> values = new HashMap<>();
        String standing = UserConditions.standing(seen, values);
        values.put(":email", Item.string(seen.email()));
        ConditionCheck check = ConditionCheck.builder()
                .tableName(tables.users())
                .key(UserItems.key(seen.id()))
                .conditionExpression(standing + " AND " + UserItems.EMAIL + " = :email")
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().conditionCheck(check).build();
    }

    @Override
    public void takeBack(OutboxEvent event, String part, @Nullable Link link) {
        Update less = Update.builder()
                .tableName(tables.events())
                .key(OutboxItems.key(event.id()))
                .updateExpression("ADD #try :less")
                .conditionExpression("#try > :none AND #try <= :most")
                .expressionAttributeNames(Map.of("#try", OutboxItems.TRY + part))
                .expressionAttributeValues(
                        Map.of(":less", Item.numeric(-1), ":none", Item.numeric(0), ":most", Item.numeric(MOST_TRIES)))
                .build();
        end("takeBack", less, link);
    }

    @Override
    public void done(OutboxEvent event, String part, @Nullable Link unsent) {
        Update done = Update.builder()
                .tableName(tables.events())
                .key(OutboxItems.key(event.id()))
                .updateExpression("SET #try = :done")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeNames(Map.of("#try", OutboxItems.TRY + part))
                .expressionAttributeValues(Map.of(":done", Item.numeric(DONE)))
                .build();
        end("done", done, unsent);
    }

    /** Writes how a part ended, unless the event is gone: somebody else told of it at the same time, and is through. */
    private void end(String operation, Update update, @Nullable Link ended) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder().update(update).build());
        if (ended != null) {
            Delete delete = Delete.builder()
                    .tableName(tables.tokens())
                    .key(LinkItems.key(
                            ended.purpose(), ended.userId(), ended.digest().key()))
                    .build();
            items.add(TransactWriteItem.builder().delete(delete).build());
        }
        Calls.Retries retries = new Calls.Retries(operation);
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty() || Calls.conditionFailed(reasons.get(0))) {
                return;
            }
            retries.pauseAfter(reasons);
        }
    }

    @Override
    public void delete(OutboxEvent event) {
        Calls.callAgainOnConflict(
                "DeleteItem",
                () -> client.deleteItem(
                        request -> request.tableName(tables.events()).key(OutboxItems.key(event.id()))));
    }

    @Override
    public List<String> waiting(Instant before, int most) {
        List<String> ids = new ArrayList<>();
        Map<String, AttributeValue> next = Map.of();
        do {
            ScanRequest.Builder scan = ScanRequest.builder()
                    .tableName(tables.events())
                    .projectionExpression("pk")
                    .filterExpression("#time < :before")
                    .expressionAttributeNames(Map.of("#time", OutboxItems.TIME))
                    .expressionAttributeValues(Map.of(":before", Item.numeric(Item.micros(before))))
                    .consistentRead(true);
            if (!next.isEmpty()) {
                scan.exclusiveStartKey(next);
            }
            ScanResponse page = Calls.call("Scan", () -> client.scan(scan.build()));
            page.items().forEach(item -> ids.add(OutboxItems.id(item)));
            next = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!next.isEmpty() && ids.size() < most);
        return List.copyOf(ids.subList(0, Math.min(most, ids.size())));
    }
}
