package dev.latchkey.dynamodb;

import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Deletion;
import dev.latchkey.user.Factor;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.Kind;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    public static final String KNOWN_SOURCES = "known_sources";
    public static final String LAST_LOGIN = "last_login";
    public static final String SECURITY_EPOCH = "security_epoch";
    public static final String KEY_GENERATION = "key_generation";
    public static final String INCARNATION = "incarnation";
    public static final String KIND = "kind";
    public static final String EMAIL_VERIFIED = "email_verified";
    public static final String FACTORS = "mfa";
    public static final String ROLES = "roles";

    /** When an operator was asked to take the second factor away, as long as nobody has called that off. */
    public static final String FACTOR_RESET = "factor_reset";

    /** When the user asked to be deleted. */
    public static final String DELETING = "deleting";

    /** Whether what is kept of the user is being deleted. */
    public static final String PURGING = "purging";

    public static final String FORMER_PASSWORD = "former_password";
    public static final String FORMER_REPLACED = "former_replaced";

    /** Ends every session of a user, as the first part of an update; {@code :one} is 1. */
    public static final String NEXT_GENERATION = "SET " + GENERATION + " = " + GENERATION + " + :one";

    /** Ends every key of a user, as a part of an update; {@code :one} is 1. */
    public static final String ADD_KEY_GENERATION = "ADD " + KEY_GENERATION + " :one";

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
        if (!user.knownSources().lastSeen().isEmpty()) {
            item.put(KNOWN_SOURCES, knownSources(user.knownSources()));
        }
        if (user.kept() != null) {
            item.put(KEPT_KEY, user.kept().key().value());
            item.put(KEPT_GENERATION, user.kept().generation());
        }
        putSecurity(item, user.security());
        return item.attributes();
    }

    /** What has its first value is left out: a user of version 0.1 has none of it, and a check reads fewer bytes. */
    private static void putSecurity(Item item, Security security) {
        putUnlessZero(item, SECURITY_EPOCH, security.epoch());
        putUnlessZero(item, KEY_GENERATION, security.keyGeneration());
        putUnlessZero(item, INCARNATION, security.incarnation());
        if (security.kind() != Kind.PERSON) {
            item.put(KIND, security.kind().label());
        }
        if (security.emailVerified()) {
            item.put(EMAIL_VERIFIED, true);
        }
        if (!security.factors().isEmpty()) {
            item.put(FACTORS, factors(security.factors()));
        }
        Deletion deletion = security.deletion();
        if (deletion != null) {
            item.put(DELETING, deletion.at());
            if (deletion.purging()) {
                item.put(PURGING, true);
            }
        }
        FormerPassword former = security.formerPassword();
        if (former != null) {
            item.put(FORMER_PASSWORD, former.hash().encoded());
            item.put(FORMER_REPLACED, former.replaced());
        }
        if (!security.roles().isEmpty()) {
            item.put(ROLES, roles(security.roles()));
        }
    }

    private static void putUnlessZero(Item item, String name, long value) {
        if (value != 0) {
            item.put(name, value);
        }
    }

    /** Returns a set of factors as an attribute; an empty set cannot be one. */
    static AttributeValue factors(Set<Factor> factors) {
        return AttributeValue.fromSs(
                factors.stream().map(Factor::label).sorted().toList());
    }

    /** Returns a set of roles as an attribute; an empty set cannot be one. */
    public static AttributeValue roles(Set<String> roles) {
        return AttributeValue.fromSs(roles.stream().sorted().toList());
    }

    private static Security readSecurity(Item item) {
        return new Security(
                item.number(SECURITY_EPOCH, 0),
                item.number(KEY_GENERATION, 0),
                item.number(INCARNATION, 0),
                item.has(KIND) ? Kind.of(item.text(KIND)) : Kind.PERSON,
                item.has(EMAIL_VERIFIED) && item.flag(EMAIL_VERIFIED),
                item.texts(FACTORS).stream().map(Factor::of).collect(Collectors.toUnmodifiableSet()),
                item.has(DELETING) ? new Deletion(item.time(DELETING), item.has(PURGING)) : null,
                item.has(FORMER_PASSWORD)
                        ? new FormerPassword(new PasswordHash(item.text(FORMER_PASSWORD)), item.time(FORMER_REPLACED))
                        : null,
                Set.copyOf(item.texts(ROLES)));
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
                item.timeOrNull(LAST_LOGIN),
                new KnownSources(item.times(KNOWN_SOURCES)),
                readSecurity(item));
    }

    static AttributeValue knownSources(KnownSources sources) {
        return Item.times(sources.lastSeen());
    }

    private static User.@Nullable KeptSession readKept(Item item) {
        return item.has(KEPT_KEY)
                ? new User.KeptSession(new TokenKey(item.text(KEPT_KEY)), item.number(KEPT_GENERATION))
                : null;
    }
}
