package dev.latchkey.store;

import dev.latchkey.token.TokenKey;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the users table: {@code user#<id>} is a user, {@code name#<uniqueness form>} says which user has a name.
 */
final class UserItems {
    /** What the keys of users begin with. */
    static final String USER = "user#";

    static final String PK = "pk";
    static final String ID = "id";
    static final String USERNAME = "username";
    static final String EMAIL = "email";
    static final String PASSWORD = "password";
    static final String ACTIVE = "active";
    static final String GENERATION = "generation";
    static final String KEPT_KEY = "kept_key";
    static final String KEPT_GENERATION = "kept_generation";
    static final String SESSIONS = "sessions";
    static final String CREATED = "created";
    static final String LAST_LOGIN = "last_login";

    private UserItems() {}

    static String pk(long userId) {
        return USER + userId;
    }

    static Map<String, AttributeValue> key(long userId) {
        return Map.of(PK, Item.string(pk(userId)));
    }

    static Map<String, AttributeValue> nameKey(String name) {
        return Map.of(PK, Item.string("name#" + name));
    }

    static Map<String, AttributeValue> nameItem(String name, long userId) {
        return Map.of(PK, Item.string("name#" + name), ID, Item.numeric(userId));
    }

    static Map<String, AttributeValue> write(User user) {
        Item item = new Item()
                .put(PK, pk(user.id()))
                .put(ID, user.id())
                .put(USERNAME, user.username())
                .put(EMAIL, user.email())
                .put(ACTIVE, user.active())
                .put(GENERATION, user.generation())
                .put(SESSIONS, user.sessions())
                .put(CREATED, user.created())
                .putIfPresent(LAST_LOGIN, user.lastLogin());
        if (user.passwordHash() != null) {
            item.put(PASSWORD, user.passwordHash().encoded());
        }
        if (user.kept() != null) {
            item.put(KEPT_KEY, user.kept().key().value());
            item.put(KEPT_GENERATION, user.kept().generation());
        }
        return item.attributes();
    }

    static User read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new User(
                item.number(ID),
                item.text(USERNAME),
                item.text(EMAIL),
                item.has(PASSWORD) ? new PasswordHash(item.text(PASSWORD)) : null,
                item.flag(ACTIVE),
                item.number(GENERATION),
                readKept(item),
                item.number(SESSIONS),
                item.time(CREATED),
                item.timeOrNull(LAST_LOGIN));
    }

    private static User.@Nullable KeptSession readKept(Item item) {
        return item.has(KEPT_KEY)
                ? new User.KeptSession(new TokenKey(item.text(KEPT_KEY)), item.number(KEPT_GENERATION))
                : null;
    }
}
