package dev.latchkey.cli.transfer;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.SessionItems;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.token.TokenDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The two tables as mere items, by the names that an export has for them. */
final class ItemTables {
    static final String USERS = "users";
    static final String TOKENS = "tokens";
    static final List<String> ALL = List.of(USERS, TOKENS);

    private final DynamoDbClient client;
    private final Tables tables;

    ItemTables(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    /** What nobody can use later, or nowhere else: half a login, a mailed secret, a count of failures, what is to be sent. */
    private static final List<String> SHORT_LIVED =
            List.of("throttle#", "failures#", "mail#", "step#", "undo#", "challenge#", "event#");

    static boolean isShortLived(Map<String, AttributeValue> item) {
        return SHORT_LIVED.stream().anyMatch(kind -> partition(item).startsWith(kind));
    }

    /** Tells whether an item is a user, in the one table, or a session of a user, in the other. */
    static boolean isOwned(Map<String, AttributeValue> item) {
        return partition(item).startsWith(UserItems.USER);
    }

    /** Tells whether an item points from an imported token to its session. */
    static boolean isPointer(Map<String, AttributeValue> item) {
        return partition(item).startsWith(SessionItems.IMPORTED);
    }

    /** Reads the session that a pointer leads to. */
    Optional<Map<String, AttributeValue>> pointedTo(Map<String, AttributeValue> pointer, StoreRetry retry) {
        Item item = new Item(pointer);
        TokenDigest digest = TokenDigest.stored(item.bytes(SessionItems.DIGEST));
        Map<String, AttributeValue> key = SessionItems.key(item.number(SessionItems.ID), digest.key());
        Map<String, AttributeValue> session = retry.call(() -> client.getItem(
                        request -> request.tableName(tables.tokens()).key(key).consistentRead(true)))
                .item();
        return session.isEmpty() ? Optional.empty() : Optional.of(session);
    }

    private static String partition(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(UserItems.PK);
        return key == null || key.s() == null ? "" : key.s();
    }

    /** What became of an item. */
    enum PutResult {
        WRITTEN,
        SAME,
        DIFFERENT
    }

    /** Reads a whole table, a page at a time. */
    void scan(String table, StoreRetry retry, Consumer<Map<String, AttributeValue>> items) {
        ScanRequest.Builder request =
                ScanRequest.builder().tableName(name(table)).consistentRead(true);
        ScanResponse page;
        do {
            ScanRequest next = request.build();
            page = retry.call(() -> client.scan(next));
            page.items().forEach(items);
            request.exclusiveStartKey(page.lastEvaluatedKey());
        } while (page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty());
    }

    boolean isEmpty(String table) {
        return client.scan(request -> request.tableName(name(table)).limit(1).consistentRead(true))
                .items()
                .isEmpty();
    }

    /** Writes an item where none is. */
    PutResult put(String table, Map<String, AttributeValue> item) {
        return put(table, item, item::equals);
    }

    /**
     * Writes an item where none is.
     *
     * @param same tells whether the item that is there already is the same
     */
    PutResult put(String table, Map<String, AttributeValue> item, Predicate<Map<String, AttributeValue>> same) {
        try {
            client.putItem(request -> request.tableName(name(table))
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return PutResult.WRITTEN;
        } catch (ConditionalCheckFailedException e) {
            return same.test(e.item()) ? PutResult.SAME : PutResult.DIFFERENT;
        }
    }

    private String name(String table) {
        return table.equals(USERS) ? tables.users() : tables.tokens();
    }
}
