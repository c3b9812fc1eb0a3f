package dev.latchkey.dynamodb;

import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the tokens table: {@code user#<id>} and token key is a session, {@code imported#<token key>} says which user
 * has a token that was brought from Knox or DRF.
 */
public final class SessionItems {
    /** What the keys of pointers begin with. */
    public static final String IMPORTED = "imported#";

    public static final String PK = "pk";
    public static final String SK = "sk";
    public static final String ID = "id";
    public static final String DIGEST = "digest";
    public static final String GENERATION = "generation";
    public static final String CREATED = "created";
    public static final String EXPIRY = "expiry";
    public static final String REFRESHED = "refreshed";
    public static final String TTL = "ttl";
    public static final String USER_AGENT = "user_agent";
    public static final String SOURCE_IP = "source_ip";
    public static final String AMR = "amr";
    public static final String AUTH_TIME = "auth_time";

    private static final String OWNER = "owner";

    private SessionItems() {}

    public static Map<String, AttributeValue> key(long userId, TokenKey key) {
        return Map.of(PK, Item.string(UserItems.pk(userId)), SK, Item.string(key.value()));
    }

    public static Map<String, AttributeValue> importedKey(TokenKey key) {
        return Map.of(PK, Item.string(IMPORTED + key.value()), SK, Item.string(OWNER));
    }

    /**
     * Writes the pointer from an imported token to its user.
     *
     * <p>It outlives its session: where a pointer is, an import that is run again knows that the token came before, and
     * does not bring it back to life.
     */
    public static Map<String, AttributeValue> importedItem(TokenDigest digest, long userId) {
        return new Item(new HashMap<>(importedKey(digest.key())))
                .put(ID, userId)
                .put(DIGEST, digest.bytes())
                .attributes();
    }

    public static Map<String, AttributeValue> write(Session token) {
        Item item = new Item(new HashMap<>(key(token.userId(), token.key())))
                .put(ID, token.userId())
                .put(DIGEST, token.digest().bytes())
                .put(GENERATION, token.generation())
                .put(CREATED, token.created())
                .putIfPresent(EXPIRY, token.expiry())
                .putIfPresent(REFRESHED, token.refreshed());
        if (token.expiry() != null) {
            item.put(TTL, Item.ttlSeconds(token.expiry()));
        }
        if (!token.client().userAgent().isEmpty()) {
            item.put(USER_AGENT, token.client().userAgent());
        }
        if (!token.client().sourceIp().isEmpty()) {
            item.put(SOURCE_IP, token.client().sourceIp());
        }
        Authentication proved = token.authentication();
        if (proved != null) {
            item.put(AMR, String.join(" ", proved.labels()));
            item.put(AUTH_TIME, proved.time());
        }
        return item.attributes();
    }

    public static Session read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Session(
                item.number(ID),
                TokenDigest.stored(item.bytes(DIGEST)),
                item.number(GENERATION),
                item.time(CREATED),
                item.timeOrNull(EXPIRY),
                item.timeOrNull(REFRESHED),
                new Session.Client(item.text(USER_AGENT, ""), item.text(SOURCE_IP, "")),
                authentication(item));
    }

    private static @Nullable Authentication authentication(Item item) {
        return item.has(AMR) ? Authentication.of(List.of(item.text(AMR).split(" ", -1)), item.time(AUTH_TIME)) : null;
    }
}
