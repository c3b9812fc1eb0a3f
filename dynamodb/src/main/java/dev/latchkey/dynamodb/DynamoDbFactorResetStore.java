package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.proof.App;
import dev.latchkey.store.FactorResetStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Second factors that an operator takes away, in DynamoDB; see {@link FactorResetItems} for what says when. */
public final class DynamoDbFactorResetStore implements FactorResetStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables; without a table of events only {@link #carryOut} works. */
    public DynamoDbFactorResetStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public boolean ask(User seen, User after, Pending pending, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(
                tables,
                seen,
                after,
                DynamoDbFactorResetStore::standing,
                update -> update.set(UserItems.FACTOR_RESET, ":asked", time(pending.asked()))));
        items.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(tables.events())
                        .item(FactorResetItems.write(pending))
                        .build())
                .build());
        items.addAll(UndoItems.sequel(tables, sequel));
        return write(items).isEmpty();
    }

    /** Active or not: an operator's hand is the same. */
    private static String standing(User seen, Map<String, AttributeValue> values) {
        values.put(":generation", Item.numeric(seen.generation()));
        return UserItems.GENERATION + " = :generation AND " + UserConditions.epoch(seen, values);
    }

    @Override
    public Optional<Pending> find(User user) {
        Map<String, List<Map<String, AttributeValue>>> found = BatchGet.run(
                client,
                Map.of(
                        tables.users(), List.of(UserItems.key(user.id())),
                        tables.events(), List.of(FactorResetItems.key(user.id()))));
        Item now = new Item(BatchGet.only(found, tables.users()).orElse(Map.of()));
        Instant asked = now.timeOrNull(UserItems.FACTOR_RESET);
        return BatchGet.only(found, tables.events())
                .map(FactorResetItems::read)
                .filter(pending -> pending.asked().equals(asked)
                        && pending.incarnation() == user.security().incarnation());
    }

    @Override
    public List<Pending> due(Instant now, int most) {
        List<Pending> due = new ArrayList<>();
        Map<String, AttributeValue> next = Map.of();
        do {
            ScanRequest request = ScanRequest.builder()
                    .tableName(tables.events())
                    .filterExpression("begins_with(pk, :reset) AND " + FactorResetItems.DUE + " <= :now")
                    .expressionAttributeValues(Map.of(":reset", Item.string(FactorResetItems.RESET), ":now", time(now)))
                    .consistentRead(true)
                    .exclusiveStartKey(next.isEmpty() ? null : next)
                    .build();
            ScanResponse page = Calls.call("Scan", () -> client.scan(request));
            page.items().forEach(item -> due.add(FactorResetItems.read(item)));
            next = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!next.isEmpty() && due.size() < most);
        return List.copyOf(due.subList(0, Math.min(most, due.size())));
    }

    @Override
    public Outcome carryOut(User seen, User after, @Nullable Pending pending, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(
                tables,
                seen,
                after,
                (user, values) -> standing(user, values) + asked(pending, values),
                update -> update.remove(UserItems.FACTOR_RESET)));
        items.add(appEnds(seen, sequel.undo()));
        // A passkey that is added meanwhile moves what the write about the user compares.
        PasskeyItems.keysOf(client, tables, seen.id())
                .forEach(key -> items.add(TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(tables.users()).key(key))
                        .build()));
        if (!tables.events().isEmpty()) {
            items.add(TransactWriteItem.builder()
                    .delete(delete -> delete.tableName(tables.events()).key(FactorResetItems.key(seen.id())))
                    .build());
        }
        items.addAll(UndoItems.sequel(tables, sequel));
        List<CancellationReason> reasons = write(items);
        if (reasons.isEmpty()) {
            return Outcome.DONE;
        }
        boolean calledOff = pending != null
                && Calls.conditionFailed(reasons.get(0))
                && !isAsked(reasons.get(0).item(), pending);
        return calledOff ? Outcome.CALLED_OFF : Outcome.USER_CHANGED;
    }

    private static String asked(@Nullable Pending pending, Map<String, AttributeValue> values) {
        if (pending == null) {
            return "";
        }
        values.put(":asked", time(pending.asked()));
        return " AND " + UserItems.FACTOR_RESET + " = :asked";
    }

    private static boolean isAsked(Map<String, AttributeValue> user, Pending pending) {
        return pending.asked().equals(new Item(user).timeOrNull(UserItems.FACTOR_RESET));
    }

    /** What may be put back is the app as it is now: a code that is used meanwhile must not come back unused. */
    private TransactWriteItem appEnds(User seen, @Nullable Undo undo) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":incarnation", Item.numeric(seen.security().incarnation()));
        Update.Builder update = Update.builder()
                .tableName(tables.users())
                .key(FactorItems.appKey(seen.id()))
                .updateExpression("SET " + UserItems.INCARNATION + " = :incarnation REMOVE " + FactorItems.SEALED + ", "
                        + FactorItems.LAST_STEP + ", " + FactorItems.CODES_EPOCH + ", " + FactorItems.USED);
        App app = undo == null ? null : undo.app();
        if (app != null) {
            values.put(":sealed", FactorItems.binary(app.sealed().bytes()));
            values.put(":step", Item.numeric(app.lastStep()));
            values.put(":used", Item.numeric(app.used()));
            update.conditionExpression(FactorItems.SEALED + " = :sealed AND " + FactorItems.LAST_STEP + " = :step AND "
                    + FactorItems.USED + " = :used");
        }
        return TransactWriteItem.builder()
                .update(update.expressionAttributeValues(values).build())
                .build();
    }

    @Override
    public void forget(Pending pending) {
        try {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(request -> request.tableName(tables.events())
                            .key(FactorResetItems.key(pending.userId()))
                            .conditionExpression(FactorResetItems.ASKED + " = :asked")
                            .expressionAttributeValues(Map.of(":asked", time(pending.asked())))));
        } catch (ConditionalCheckFailedException e) {
            // It was asked for anew, or is gone.
        }
    }

    private static AttributeValue time(Instant time) {
        return Item.numeric(Item.micros(time));
    }

    /** Writes a transaction that is done once, again for as long as nothing but other writes is in the way. */
    private List<CancellationReason> write(List<TransactWriteItem> items) {
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("reset");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty() || reasons.stream().anyMatch(Calls::conditionFailed)) {
                return reasons;
            }
            retries.pauseAfter(reasons);
        }
    }
}
