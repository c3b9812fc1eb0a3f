package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.proof.App;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.store.UndoStore;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What changes of security replaced, in DynamoDB; see {@link UndoItems} for the items. */
public final class DynamoDbUndoStore implements UndoStore {
    /** A transaction holds 100 items; some of them are the user, the link, the app, the addresses and the event. */
    private static final int MAX_ENDED = 60;

    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbUndoStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public List<Undo> list(long userId) {
        return UndoItems.list(client, tables, userId);
    }

    @Override
    public Redeemed redeem(Link link, User seen, Restoration restoration, List<OutboxEvent> events) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(
                tables,
                seen,
                restoration.after(),
                UserConditions::unchanged,
                update -> update.remove(UserItems.FACTOR_RESET)));
        items.add(DynamoDbLinkStore.use(tables, link));
        withoutSurplus(restoration.ended()).forEach(undo -> items.add(end(undo)));
        if (restoration.ofApp()) {
            items.add(app(seen.id(), restoration));
        }
        if (seen.security().factors().contains(Factor.PASSKEY)) {
            PasskeyItems.keysOf(client, tables, seen.id()).forEach(key -> items.add(passkeyEnds(key)));
        }
        if (seen.security().deletion() != null) {
            items.add(PurgeItems.delete(tables, seen.id()));
        }
        items.addAll(DynamoDbLinkStore.claims(tables, seen, restoration.after()));
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        // One name for all attempts: one that goes on while another is made cannot use the link against it.
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("undo");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty()) {
                return Redeemed.DONE;
            }
            // Of several links to one change the first that is used ends what all of them take back.
            if (Calls.conditionFailed(reasons.get(1)) || Calls.conditionFailed(reasons.get(2))) {
                return Redeemed.LINK_GONE;
            }
            if (reasons.stream().anyMatch(Calls::conditionFailed)) {
                return Redeemed.USER_CHANGED;
            }
            retries.pauseAfter(reasons);
        }
    }

    /** Somebody may change a factor a hundred times: what no transaction can hold ends beforehand, the latest first. */
    private List<Undo> withoutSurplus(List<Undo> ended) {
        int held = Math.min(MAX_ENDED, ended.size());
        for (Undo surplus : ended.subList(held, ended.size())) {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(
                            request -> request.tableName(tables.tokens()).key(UndoItems.key(surplus))));
        }
        return ended.subList(0, held);
    }

    private TransactWriteItem end(Undo undo) {
        Delete delete = Delete.builder()
                .tableName(tables.tokens())
                .key(UndoItems.key(undo))
                .conditionExpression("attribute_exists(pk)")
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /** A passkey that is added meanwhile moves what the write about the user compares. */
    private TransactWriteItem passkeyEnds(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(tables.users()).key(key))
                .build();
    }

    private TransactWriteItem app(long userId, Restoration restoration) {
        App app = restoration.app();
        if (app == null) {
            return TransactWriteItem.builder()
                    .delete(delete -> delete.tableName(tables.users()).key(FactorItems.appKey(userId)))
                    .build();
        }
        Put put = Put.builder()
                .tableName(tables.users())
                .item(FactorItems.write(userId, app))
                .build();
        return TransactWriteItem.builder().put(put).build();
    }
}
