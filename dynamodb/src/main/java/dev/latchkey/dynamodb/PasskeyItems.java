package dev.latchkey.dynamodb;

import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.UserHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items about passkeys: in the users table {@code passkey#<digest of its id>} is a passkey, and {@code passkeys#<id>} the set of a user's;
 * in the tokens table {@code challenge#<digest>} is what an authenticator is to sign. By what authenticators know a user lies with the user.
 */
public final class PasskeyItems {
    /** What the keys of passkeys begin with. */
    public static final String PASSKEY = "passkey#";

    /** What the keys of sets of passkeys begin with. */
    public static final String SET = "passkeys#";

    /** What the keys of challenges begin with. */
    public static final String CHALLENGE = "challenge#";

    /** By what authenticators know the user, on the user's item and on each passkey. */
    public static final String HANDLE = "handle";

    public static final String CREDENTIAL = "credential";
    public static final String PUBLIC_KEY = "public_key";
    public static final String COUNTER = "counter";
    public static final String BACKUP_ELIGIBLE = "backup_eligible";
    public static final String BACKED_UP = "backed_up";
    public static final String TRANSPORTS = "transports";
    public static final String NAME = "name";
    public static final String CREATED = "created";
    public static final String LAST_USED = "last_used";
    public static final String DIGESTS = "passkeys";
    public static final String PURPOSE = "purpose";
    public static final String STEP = "step";

    private static final String ANY = "challenge";

    private PasskeyItems() {}

    public static Map<String, AttributeValue> key(String digest) {
        return Map.of(UserItems.PK, Item.string(PASSKEY + digest));
    }

    static Map<String, AttributeValue> key(CredentialId id) {
        return key(id.digest());
    }

    public static Map<String, AttributeValue> setKey(long userId) {
        return Map.of(UserItems.PK, Item.string(SET + userId));
    }

    /** Returns the keys of all items of the users table that hold a user's passkeys: each of them, and the set last. */
    static List<Map<String, AttributeValue>> keysOf(DynamoDbClient client, Tables tables, long userId) {
        Map<String, AttributeValue> set = Calls.call(
                        "GetItem",
                        () -> client.getItem(request -> request.tableName(tables.users())
                                .key(setKey(userId))
                                .consistentRead(true)))
                .item();
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        new Item(set).texts(DIGESTS).forEach(digest -> keys.add(key(digest)));
        keys.add(setKey(userId));
        return keys;
    }

    static Map<String, AttributeValue> challengeKey(String digest) {
        return Map.of(SessionItems.PK, Item.string(CHALLENGE + digest), SessionItems.SK, Item.string(ANY));
    }

    public static Map<String, AttributeValue> write(Passkey passkey) {
        Item item = new Item(new HashMap<>(key(passkey.id())))
                .put(UserItems.ID, passkey.userId())
                .put(UserItems.INCARNATION, passkey.incarnation())
                .put(HANDLE, passkey.handle().value().bytes())
                .put(CREDENTIAL, passkey.id().value().bytes())
                .put(PUBLIC_KEY, passkey.key().bytes())
                .put(COUNTER, passkey.counter())
                .put(BACKUP_ELIGIBLE, passkey.backupEligible())
                .put(BACKED_UP, passkey.backedUp())
                .put(NAME, passkey.name())
                .put(CREATED, passkey.created())
                .putIfPresent(LAST_USED, passkey.used());
        if (!passkey.transports().isEmpty()) {
            item.put(TRANSPORTS, AttributeValue.fromSs(new ArrayList<>(new TreeSet<>(passkey.transports()))));
        }
        return item.attributes();
    }

    public static Passkey read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Passkey(
                new CredentialId(Octets.of(item.bytes(CREDENTIAL))),
                item.number(UserItems.ID),
                item.number(UserItems.INCARNATION),
                new UserHandle(Octets.of(item.bytes(HANDLE))),
                Octets.of(item.bytes(PUBLIC_KEY)),
                item.number(COUNTER),
                item.flag(BACKUP_ELIGIBLE),
                item.flag(BACKED_UP),
                item.texts(TRANSPORTS),
                item.text(NAME),
                item.time(CREATED),
                item.timeOrNull(LAST_USED));
    }

    /** Returns the set of a user's passkeys, which is not empty: an empty one cannot be stored. */
    public static Map<String, AttributeValue> set(long userId, long incarnation, List<String> digests) {
        return new Item(new HashMap<>(setKey(userId)))
                .put(UserItems.ID, userId)
                .put(UserItems.INCARNATION, incarnation)
                .put(DIGESTS, AttributeValue.fromSs(digests))
                .attributes();
    }

    static Map<String, AttributeValue> write(Challenge challenge) {
        Item item = new Item(new HashMap<>(challengeKey(challenge.digest().hex())))
                .put(PURPOSE, challenge.purpose().label())
                .put(UserItems.ID, challenge.userId())
                .put(UserItems.INCARNATION, challenge.incarnation())
                .put(SessionItems.EXPIRY, challenge.expiry())
                .put(SessionItems.TTL, Item.ttlSeconds(challenge.expiry()));
        if (challenge.step() != null) {
            item.put(STEP, challenge.step().bytes());
        }
        return item.attributes();
    }

    /** Returns the condition under which a challenge is what it is claimed to be, and adds the values that it compares with. */
    static String isOpen(ChallengeClaim claim, Map<String, AttributeValue> values) {
        values.put(":purpose", Item.string(claim.purpose().label()));
        values.put(":user", Item.numeric(claim.userId()));
        values.put(":of", Item.numeric(claim.incarnation()));
        values.put(":now", Item.numeric(Item.micros(claim.now())));
        String step = "attribute_not_exists(" + STEP + ")";
        if (claim.step() != null) {
            values.put(":step", FactorItems.binary(claim.step().bytes()));
            step = STEP + " = :step";
        }
        return PURPOSE + " = :purpose AND " + UserItems.ID + " = :user AND " + UserItems.INCARNATION + " = :of AND "
                + SessionItems.EXPIRY + " > :now AND " + step;
    }
}
