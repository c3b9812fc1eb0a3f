package dev.latchkey.dynamodb;

import dev.latchkey.key.ApiKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Kind;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of keys: {@code keys#<id>} and token key, in the tokens table.
 *
 * <p>The partition is not the sessions' one, so that whatever lists, limits or ends sessions never sees a key, older versions of
 * this code among it.
 */
public final class KeyItems {
    /** What the keys of this partition begin with. */
    public static final String KEYS = "keys#";

    static final String LAST_USED = "last_used";

    private static final String KEY_GENERATION = "key_generation";
    private static final String INCARNATION = "incarnation";
    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String SCOPES = "scopes";

    private KeyItems() {}

    /** Returns the partition of a user's keys. */
    public static String pk(long userId) {
        return KEYS + userId;
    }

    static Map<String, AttributeValue> key(long userId, TokenKey key) {
        return Map.of(
                SessionItems.PK, Item.string(pk(userId)),
                SessionItems.SK, Item.string(key.value()));
    }

    /** Writes a key; like a session's item, it is deleted by DynamoDB once it is over. */
    public static Map<String, AttributeValue> write(ApiKey key) {
        return new Item(new HashMap<>(key(key.userId(), key.key())))
                .put(SessionItems.ID, key.userId())
                .put(SessionItems.DIGEST, key.digest().bytes())
                .put(KEY_GENERATION, key.owner().keyGeneration())
                .put(INCARNATION, key.owner().incarnation())
                .put(KIND, key.owner().kind().label())
                .put(NAME, key.name())
                .put(SCOPES, key.scopes().toString())
                .put(SessionItems.CREATED, key.created())
                .put(SessionItems.EXPIRY, key.expiry())
                .put(SessionItems.TTL, Item.ttlSeconds(key.expiry()))
                .putIfPresent(LAST_USED, key.lastUsed())
                .attributes();
    }

    /** Reads a key. */
    public static ApiKey read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        ApiKey.Owner owner =
                new ApiKey.Owner(item.number(KEY_GENERATION), item.number(INCARNATION), Kind.of(item.text(KIND)));
        return new ApiKey(
                item.number(SessionItems.ID),
                TokenDigest.stored(item.bytes(SessionItems.DIGEST)),
                owner,
                item.text(NAME),
                Scopes.parse(item.text(SCOPES)),
                item.time(SessionItems.CREATED),
                item.time(SessionItems.EXPIRY),
                item.timeOrNull(LAST_USED));
    }
}
