package dev.latchkey.dynamodb;

import dev.latchkey.token.TokenKey;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the users table: {@code user#<id>} is a user, {@code name#<uniqueness form>} says which user has a name.
 */
public final class UserItems {
    /** What the keys of users begin with. */
    public static final String USER = "user#";

    public static final String PK = "pk";
    public static final String ID = "id";
    public static final String USERNAME = "username";
    public static final String EMAIL = "email";
    public static final String PASSWORD = "password";
    public static final String ACTIVE = "active";
    public static final String GENERATION = "generation";
    public static final String KEPT_KEY = "kept_key";
    public static final String KEPT_GENERATION = "kept_generation";
    public static final String SESSIONS_OPENED = "sessions";
    public static final String CREATED = "created";
    public static final String LAST_LOGIN = "last_login";

    /** Ends every session of a user, as the first part of an update; {@code :one} is 1. */
    public static final String NEXT_GENERATION = "SET " + GENERATION + " = " + GENERATION + " + :one";

    private UserItems() {}

    public static String pk(long userId) {
        return USER + userId;
    }

    public static Map<String, AttributeValue> key(long userId) {
        return Map.of(PK, Item.string(pk(userId)));
    }

    static String namePk(String name) {
        return "name#" + name;
    }

    public static Map<String, AttributeValue> nameKey(String name) {
        return Map.of(PK, Item.string(namePk(name)));
    }

    public static Map<String, AttributeValue> nameItem(String name, long userId) {
        return Map.of(PK, Item.string(namePk(name)), ID, Item.numeric(userId));
    }

    public static Map<String, AttributeValue> write(User user) {
        Item item = new Item()
                .put(PK, pk(user.id()))
                .put(ID, user.id())
                .put(USERNAME, user.username())
                .put(EMAIL, user.email())
                .put(ACTIVE, user.active())
                .put(GENERATION, user.generation())
                .put(SESSIONS_OPENED, user.sessionsOpened())
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

    public static User read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new User(
                item.number(ID),
                item.text(USERNAME),
                item.text(EMAIL, ""),
                item.has(PASSWORD) ? new PasswordHash(item.text(PASSWORD)) : null,
                item.flag(ACTIVE),
                item.number(GENERATION),
                readKept(item),
                item.number(SESSIONS_OPENED, 0),
                item.time(CREATED),
                item.timeOrNull(LAST_LOGIN));
    }

    private static User.@Nullable KeptSession readKept(Item item) {
        return item.has(KEPT_KEY)
                ? new User.KeptSession(new TokenKey(item.text(KEPT_KEY)), item.number(KEPT_GENERATION))
                : null;
    }
}
