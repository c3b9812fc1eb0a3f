package dev.latchkey.operator;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.SessionItems;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.session.Session;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Brings users and their sessions in from elsewhere. Nothing that is here already is ever overwritten, so that an import may
 * be run again at any time; and a session that was ended here stays ended.
 *
 * <p>Every method may throw {@link StoreUnavailableException}; it may then be called again.
 */
public final class AccountImport {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the import on the environment's client and tables. */
    public AccountImport(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    /** What became of a user. */
    public enum UserOutcome {
        /** The user is here now. */
        CREATED,
        /** The user was here already, just so. */
        SAME,
        /** The user was here already and has changed since, by logging in for example; left alone. */
        CHANGED_SINCE,
        /** Somebody else here has the name. */
        NAME_TAKEN,
        /** Somebody else here has the id. */
        ID_TAKEN
    }

    /**
     * What became of a user, and who was in the way.
     *
     * @param outcome what became of the user
     * @param otherId the id of whoever has the name; the user's own otherwise
     */
    public record UserResult(UserOutcome outcome, long otherId) {}

    /** What became of a session. */
    public enum TokenOutcome {
        /** The session is here now. */
        CREATED,
        /** It was brought before, and may have been ended here since. */
        BROUGHT_BEFORE,
        /** The user's sessions from before the import were all ended here since. */
        ENDED_SINCE,
        /** The user is no longer here. */
        NO_USER,
        /** Another token has the same key. */
        KEY_TAKEN
    }

    /** Brings a user with the name, both or neither. */
    public UserResult put(User user, String nameKey) {
        List<TransactWriteItem> items = List.of(
                putNew(tables.users(), UserItems.nameItem(nameKey, user.id())),
                putNew(tables.users(), UserItems.write(user)));
        Calls.Retries retries = new Calls.Retries("import");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return new UserResult(UserOutcome.CREATED, user.id());
            }
            if (areDecided(reasons)) {
                return compare(user, existing(reasons.get(0)), existing(reasons.get(1)));
            }
            retries.pauseAfter(reasons);
        }
    }

    /** Tells what {@link #put(User, String)} would do, without doing it. */
    public UserResult probe(User user, String nameKey) {
        return compare(
                user, get(tables.users(), UserItems.nameKey(nameKey)), get(tables.users(), UserItems.key(user.id())));
    }

    /**
     * Brings a session with the pointer by which its token is found, both or neither.
     *
     * @param token the session, of {@link User#IMPORTED_GENERATION}
     */
    public TokenOutcome put(Session token) {
        List<TransactWriteItem> items = List.of(
                userHasSessionsFromBefore(token.userId()),
                putNew(tables.tokens(), SessionItems.importedItem(token.digest(), token.userId())),
                putNew(tables.tokens(), SessionItems.write(token)));
        Calls.Retries retries = new Calls.Retries("import");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return TokenOutcome.CREATED;
            }
            if (areDecided(reasons)) {
                return failedOutcome(token, reasons);
            }
            retries.pauseAfter(reasons);
        }
    }

    /**
     * Tells what {@link #put(Token)} would do, without doing it, for a user who is here or would be by then.
     */
    public TokenOutcome probe(Session token) {
        Map<String, AttributeValue> pointer =
                get(tables.tokens(), SessionItems.importedKey(token.digest().key()));
        if (pointer != null) {
            return pointed(token, pointer);
        }
        Map<String, AttributeValue> user = get(tables.users(), UserItems.key(token.userId()));
        return user == null || hasSessionsFromBefore(UserItems.read(user))
                ? TokenOutcome.CREATED
                : TokenOutcome.ENDED_SINCE;
    }

    /** Beside a conflict with another transaction a failed condition tells only half of what is there. */
    private static boolean areDecided(List<CancellationReason> reasons) {
        return reasons.stream().allMatch(reason -> Calls.conditionFailed(reason) || "None".equals(reason.code()));
    }

    private static UserResult compare(
            User wanted, @Nullable Map<String, AttributeValue> name, @Nullable Map<String, AttributeValue> existing) {
        if (existing != null) {
            return new UserResult(compare(wanted, UserItems.read(existing)), wanted.id());
        }
        if (name != null) {
            return new UserResult(UserOutcome.NAME_TAKEN, new Item(name).number(UserItems.ID));
        }
        return new UserResult(UserOutcome.CREATED, wanted.id());
    }

    /** Whoever has the same id, name and date of joining is taken for the same person. */
    private static UserOutcome compare(User wanted, User existing) {
        if (!existing.username().equals(wanted.username())
                || !existing.created().equals(wanted.created())) {
            return UserOutcome.ID_TAKEN;
        }
        return existing.equals(wanted) ? UserOutcome.SAME : UserOutcome.CHANGED_SINCE;
    }

    private static TokenOutcome failedOutcome(Session token, List<CancellationReason> reasons) {
        Map<String, AttributeValue> pointer = existing(reasons.get(1));
        if (pointer != null) {
            return pointed(token, pointer);
        }
        if (Calls.conditionFailed(reasons.get(0))) {
            return existing(reasons.get(0)) == null ? TokenOutcome.NO_USER : TokenOutcome.ENDED_SINCE;
        }
        return TokenOutcome.KEY_TAKEN;
    }

    private static TokenOutcome pointed(Session token, Map<String, AttributeValue> pointer) {
        Item item = new Item(pointer);
        boolean same = item.number(SessionItems.ID) == token.userId()
                && TokenDigest.stored(item.bytes(SessionItems.DIGEST)).equals(token.digest());
        return same ? TokenOutcome.BROUGHT_BEFORE : TokenOutcome.KEY_TAKEN;
    }

    private static boolean hasSessionsFromBefore(User user) {
        return user.generation() == User.IMPORTED_GENERATION
                || (!user.active() && user.generation() == User.IMPORTED_GENERATION + 1);
    }

    private TransactWriteItem userHasSessionsFromBefore(long userId) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":imported", Item.numeric(User.IMPORTED_GENERATION));
        values.put(":inactive", Item.numeric(User.IMPORTED_GENERATION + 1));
        values.put(":false", AttributeValue.fromBool(false));
        ConditionCheck check = ConditionCheck.builder()
                .tableName(tables.users())
                .key(UserItems.key(userId))
                .conditionExpression("generation = :imported OR (generation = :inactive AND active = :false)")
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().conditionCheck(check).build();
    }

    private static TransactWriteItem putNew(String table, Map<String, AttributeValue> item) {
        Put put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().put(put).build();
    }

    private static @Nullable Map<String, AttributeValue> existing(CancellationReason reason) {
        return reason.hasItem() && !reason.item().isEmpty() ? reason.item() : null;
    }

    private @Nullable Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = Calls.call(
                        "GetItem",
                        () -> client.getItem(
                                request -> request.tableName(table).key(key).consistentRead(true)))
                .item();
        return item.isEmpty() ? null : item;
    }
}
