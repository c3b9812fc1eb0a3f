package dev.latchkey.dynamodb;

import dev.latchkey.user.User;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is left of a deleted user whose id could come by an import, {@code gone#<id>}: the id, and when they joined. An import finds
 * it, and does not bring them back.
 */
public final class Tombstones {
    private static final String GONE = "gone#";

    private Tombstones() {}

    public static Map<String, AttributeValue> key(long userId) {
        return Map.of(UserItems.PK, Item.string(GONE + userId));
    }

    public static Map<String, AttributeValue> item(User user) {
        return new Item(new HashMap<>(key(user.id())))
                .put(UserItems.CREATED, user.created())
                .attributes();
    }

    /** Tells whether a tombstone is that of a user, and not of an earlier one who had the same id. */
    public static boolean isOf(Map<String, AttributeValue> tombstone, User user) {
        return new Item(tombstone).time(UserItems.CREATED).equals(user.created());
    }
}
