package dev.latchkey.dynamodb;

import dev.latchkey.store.FactorResetStore.Pending;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of the events table that say when a second factor is to be taken away: {@code reset#<id>}. */
public final class FactorResetItems {
    /** What their keys begin with. */
    public static final String RESET = "reset#";

    static final String ASKED = "asked";
    static final String DUE = "due";

    private FactorResetItems() {}

    static Map<String, AttributeValue> key(long userId) {
        return Map.of(OutboxItems.PK, Item.string(RESET + userId));
    }

    static Map<String, AttributeValue> write(Pending pending) {
        return new Item(new HashMap<>(key(pending.userId())))
                .put(OutboxItems.ID, pending.userId())
                .put(OutboxItems.INCARNATION, pending.incarnation())
                .put(ASKED, pending.asked())
                .put(DUE, pending.due())
                .attributes();
    }

    static Pending read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Pending(
                item.number(OutboxItems.ID), item.number(OutboxItems.INCARNATION), item.time(ASKED), item.time(DUE));
    }
}
