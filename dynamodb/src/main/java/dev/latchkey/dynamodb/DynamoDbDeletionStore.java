package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import dev.latchkey.user.UsernameRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Users who asked to be deleted, in DynamoDB; see {@link PurgeItems} for what says when. */
public final class DynamoDbDeletionStore implements DeletionStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbDeletionStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public boolean ask(User seen, User after, Instant due, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(tables, seen, after));
        items.add(PurgeItems.put(tables, new Due(seen.id(), seen.security().incarnation()), due));
        items.addAll(UndoItems.sequel(tables, sequel));
        return write(items, "ask");
    }

    @Override
    public List<Due> due(Instant now, int most) {
        List<Due> due = new ArrayList<>();
        Map<String, AttributeValue> next = Map.of();
        do {
            ScanRequest request = ScanRequest.builder()
                    .tableName(tables.events())
                    .filterExpression("begins_with(pk, :purge) AND " + PurgeItems.DUE + " <= :now")
                    .expressionAttributeValues(
                            Map.of(":purge", Item.string(PurgeItems.PURGE), ":now", Item.numeric(Item.micros(now))))
                    .consistentRead(true)
                    .exclusiveStartKey(next.isEmpty() ? null : next)
                    .build();
            ScanResponse page = Calls.call("Scan", () -> client.scan(request));
            page.items().forEach(item -> due.add(PurgeItems.read(item)));
            next = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!next.isEmpty() && due.size() < most);
        return List.copyOf(due.subList(0, Math.min(most, due.size())));
    }

    @Override
    public boolean begin(User seen, User after) {
        // Active or not, and whatever the password: an operator's hand does not end it.
        return write(List.of(UserUpdate.of(tables, seen, after, DynamoDbDeletionStore::isDeleting)), "begin");
    }

    private static String isDeleting(User seen, Map<String, AttributeValue> values) {
        return "attribute_exists(" + UserItems.DELETING + ") AND " + UserConditions.epoch(seen, values);
    }

    /** Sessions that were imported are pointed to from a key of their own, which goes first: without it nothing finds them. */
    @Override
    public void sweep(User user) {
        long id = user.id();
        delete(tables.users(), FactorItems.appKey(id));
        PasskeyItems.keysOf(client, tables, id).forEach(key -> delete(tables.users(), key));
        for (String pk : List.of(LinkItems.MAIL + id, FactorItems.STEP + id, UndoItems.pk(id), KeyItems.pk(id))) {
            Partition.read(client, tables.tokens(), pk).forEach(item -> delete(tables.tokens(), key(item)));
        }
        for (Map<String, AttributeValue> session : Partition.read(client, tables.tokens(), UserItems.pk(id))) {
            if (UserIds.isImportable(id)) {
                TokenKey token = new TokenKey(new Item(session).text(SessionItems.SK));
                delete(tables.tokens(), SessionItems.importedKey(token));
            }
            delete(tables.tokens(), key(session));
        }
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        Item found = new Item(item);
        return Map.of(
                SessionItems.PK, Item.string(found.text(SessionItems.PK)),
                SessionItems.SK, Item.string(found.text(SessionItems.SK)));
    }

    private void delete(String table, Map<String, AttributeValue> key) {
        Calls.callAgainOnConflict(
                "DeleteItem",
                () -> client.deleteItem(request -> request.tableName(table).key(key)));
    }

    @Override
    public boolean finish(User user, List<OutboxEvent> events) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":true", AttributeValue.fromBool(true));
        String same = UserConditions.same(
                UserItems.INCARNATION, ":incarnation", user.security().incarnation(), values);
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(tables.users())
                        .key(UserItems.key(user.id()))
                        .conditionExpression(UserItems.PURGING + " = :true AND " + same)
                        .expressionAttributeValues(values)
                        .build())
                .build());
        items.add(TransactWriteItem.builder().delete(name(user)).build());
        EmailForm.of(user.email()).ifPresent(form -> items.add(DynamoDbLinkStore.unclaim(tables, form, user.id())));
        items.add(PurgeItems.delete(tables, user.id()));
        if (UserIds.isImportable(user.id())) {
            Put gone = Put.builder()
                    .tableName(tables.users())
                    .item(Tombstones.item(user))
                    .build();
            items.add(TransactWriteItem.builder().put(gone).build());
        }
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        return write(items, "finish");
    }

    private Delete name(User user) {
        String name = UsernameRule.uniquenessKey(UsernameRule.normalize(user.username()));
        return Delete.builder()
                .tableName(tables.users())
                .key(UserItems.nameKey(name))
                .conditionExpression("attribute_not_exists(pk) OR " + UserItems.ID + " = :id")
                .expressionAttributeValues(Map.of(":id", Item.numeric(user.id())))
                .build();
    }

    @Override
    public void forget(Due due) {
        try {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(request -> request.tableName(tables.events())
                            .key(PurgeItems.key(due.userId()))
                            .conditionExpression(OutboxItems.INCARNATION + " = :same")
                            .expressionAttributeValues(Map.of(":same", Item.numeric(due.incarnation())))));
        } catch (ConditionalCheckFailedException e) {
            // It is of another user by now, or gone.
        }
    }

    /** Writes a transaction that is done once, again for as long as nothing but other writes is in the way. */
    private boolean write(List<TransactWriteItem> items, String operation) {
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries(operation);
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
}
