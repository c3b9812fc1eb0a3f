package dev.latchkey.store;

import dev.latchkey.token.Token;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the tokens table: {@code user#<id>} and token key is a session, {@code imported#<token key>} says which user
 * has a token that was brought from Knox or DRF.
 */
final class TokenItems {
    /** What the keys of pointers begin with. */
    static final String IMPORTED = "imported#";

    static final String PK = "pk";
    static final String SK = "sk";
    static final String ID = "id";
    static final String DIGEST = "digest";
    static final String GENERATION = "generation";
    static final String CREATED = "created";
    static final String EXPIRY = "expiry";
    static final String REFRESHED = "refreshed";
    static final String TTL = "ttl";
    static final String USER_AGENT = "user_agent";
    static final String SOURCE_IP = "source_ip";

    private static final String OWNER = "owner";

    private TokenItems() {}

    static Map<String, AttributeValue> key(long userId, TokenKey key) {
        return Map.of(PK, Item.string(UserItems.pk(userId)), SK, Item.string(key.value()));
    }

    static Map<String, AttributeValue> importedKey(TokenKey key) {
        return Map.of(PK, Item.string(IMPORTED + key.value()), SK, Item.string(OWNER));
    }

    /**
     * Writes the pointer from an imported token to its user.
     *
     * <p>It outlives its session: where a pointer is, an import that is run again knows that the token came before, and
     * does not bring it back to life.
     */
    static Map<String, AttributeValue> importedItem(TokenDigest digest, long userId) {
        return new Item(new HashMap<>(importedKey(digest.key())))
                .put(ID, userId)
                .put(DIGEST, digest.bytes())
                .attributes();
    }

    static Map<String, AttributeValue> write(Token token) {
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
        return item.attributes();
    }

    static Token read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Token(
                item.number(ID),
                TokenDigest.stored(item.bytes(DIGEST)),
                item.number(GENERATION),
                item.time(CREATED),
                item.timeOrNull(EXPIRY),
                item.timeOrNull(REFRESHED),
                new Token.Client(item.text(USER_AGENT, ""), item.text(SOURCE_IP, "")));
    }
}
