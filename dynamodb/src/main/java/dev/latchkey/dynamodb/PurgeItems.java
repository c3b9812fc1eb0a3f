package dev.latchkey.dynamodb;

import dev.latchkey.store.DeletionStore.Due;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The items of the events table that say when a user is to be deleted: {@code purge#<id>}. */
public final class PurgeItems {
    /** What their keys begin with. */
    public static final String PURGE = "purge#";

    static final String DUE = "due";

    private PurgeItems() {}

    static Map<String, AttributeValue> key(long userId) {
        return Map.of(OutboxItems.PK, Item.string(PURGE + userId));
    }

    static Due read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Due(item.number(OutboxItems.ID), item.number(OutboxItems.INCARNATION));
    }

    /** Returns the write that a user is to be deleted, as a part of a transaction. */
    static TransactWriteItem put(Tables tables, Due due, Instant when) {
        Map<String, AttributeValue> item = new Item(new HashMap<>(key(due.userId())))
                .put(OutboxItems.ID, due.userId())
                .put(OutboxItems.INCARNATION, due.incarnation())
                .put(DUE, when)
                .attributes();
        Put put = Put.builder().tableName(tables.events()).item(item).build();
        return TransactWriteItem.builder().put(put).build();
    }

    /** Returns the write that a user is not to be deleted, or was. */
    static TransactWriteItem delete(Tables tables, long userId) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(tables.events()).key(key(userId)))
                .build();
    }
}
