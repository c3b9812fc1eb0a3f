package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.ContentionException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Counted attempts in DynamoDB; see {@link AttemptItems} for the items. */
public final class DynamoDbAttemptStore implements AttemptStore {
    /** Each round lost means that another attempt began a window just now, after which one more round decides. */
    private static final int ROUNDS = 8;

    private static final String BEGIN_OR_COUNT =
            "SET #ends = if_not_exists(#ends, :ends), #ttl = if_not_exists(#ttl, :ttl), #last = :now"
                    + " ADD #total :attempt, #account :attempt";
    private static final String NEW_OR_WITHIN_LIMITS = "attribute_not_exists(pk) OR (#ends > :now"
            + " AND #total < :perSource AND (attribute_not_exists(#account) OR #account < :perAccount))";

    private static final AttributeValue ATTEMPT = Item.numeric(AttemptItems.ATTEMPT);

    private final DynamoDbClient client;
    private final String table;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbAttemptStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.table = Tables.from(environment.variables()).tokens();
    }

    @Override
    public Decision count(Subject subject, Limits limits, Instant now) {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, AttributeValue> window;
            try {
                return counted(subject, limits, add(subject, limits, now));
            } catch (ConditionalCheckFailedException e) {
                window = e.item();
            }
            if (!window.isEmpty()) {
                Item full = new Item(window);
                if (full.time(AttemptItems.ENDS).isAfter(now)) {
                    return new Refused(AttemptItems.worthTrying(full, subject, limits, now));
                }
                if (replace(subject, limits, now)) {
                    return new Counted(subject, limits, now.plus(limits.window()), 1);
                }
            }
        }
        throw new ContentionException("count");
    }

    @Override
    public void fail(Counted attempt) {
        change(
                attempt,
                "SET #total = #total + :one, #account = #account + :one",
                "#ends = :ends AND #total >= :attempt AND #account >= :attempt",
                Map.of(":attempt", ATTEMPT, ":one", Item.numeric(1)));
    }

    @Override
    public void forgive(Counted attempt) {
        if (attempt.ofSource() == 1 && deleteIfAlone(attempt)) {
            return;
        }
        change(
                attempt,
                "SET #total = #total - :attempt REMOVE #account",
                "#ends = :ends AND #total >= :attempt",
                Map.of(":attempt", ATTEMPT));
    }

    @Override
    public void clear(Counted attempt) {
        try {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(request -> request.tableName(table)
                            .key(AttemptItems.key(attempt.subject(), attempt.limits()))
                            .conditionExpression("#ends = :ends")
                            .expressionAttributeNames(Map.of("#ends", AttemptItems.ENDS))
                            .expressionAttributeValues(Map.of(":ends", ends(attempt)))));
        } catch (ConditionalCheckFailedException e) {
            // The window is over, or was forgotten.
        }
    }

    @Override
    public void takeBack(Counted attempt) {
        change(
                attempt,
                "SET #total = #total - :attempt, #account = #account - :attempt",
                "#ends = :ends AND #total >= :attempt AND #account >= :attempt",
                Map.of(":attempt", ATTEMPT));
    }

    @Override
    public int forget(String kind, String account) {
        int sources = 0;
        for (int bucket = 0; bucket < AttemptItems.BUCKETS; bucket++) {
            sources += forget(kind, bucket, account);
        }
        return sources;
    }

    @Override
    public boolean forgetSource(String kind, String source) {
        Limits bySource = new Limits(1, Limits.NONE, Duration.ZERO, Duration.ZERO);
        return !Calls.callAgainOnConflict(
                        "DeleteItem",
                        () -> client.deleteItem(request -> request.tableName(table)
                                .key(AttemptItems.key(new Subject(kind, source, ""), bySource))
                                .returnValues(ReturnValue.ALL_OLD)))
                .attributes()
                .isEmpty();
    }

    private UpdateItemRequest add(Subject subject, Limits limits, Instant now) {
        Instant end = now.plus(limits.window());
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":attempt", ATTEMPT);
        values.put(":now", Item.numeric(Item.micros(now)));
        values.put(":ends", Item.numeric(Item.micros(end)));
        values.put(":ttl", Item.numeric(Item.ttlSeconds(end)));
        values.put(":perSource", limit(limits.perSource()));
        values.put(":perAccount", limit(limits.perAccount()));
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(AttemptItems.key(subject, limits))
                .updateExpression(BEGIN_OR_COUNT)
                .conditionExpression(NEW_OR_WITHIN_LIMITS)
                .expressionAttributeNames(Map.of(
                        "#ends", AttemptItems.ENDS,
                        "#ttl", SessionItems.TTL,
                        "#last", AttemptItems.LAST,
                        "#total", AttemptItems.TOTAL,
                        "#account", account(subject)))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.UPDATED_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private Counted counted(Subject subject, Limits limits, UpdateItemRequest request) {
        Item window = new Item(Calls.callAgainOnConflict("UpdateItem", () -> client.updateItem(request))
                .attributes());
        long ofSource = AttemptItems.attempts(window.number(AttemptItems.TOTAL));
        return new Counted(subject, limits, window.time(AttemptItems.ENDS), ofSource);
    }

    /** Begins a new window in the place of one that is over; false if another attempt was faster. */
    private boolean replace(Subject subject, Limits limits, Instant now) {
        try {
            Calls.callAgainOnConflict(
                    "PutItem",
                    () -> client.putItem(request -> request.tableName(table)
                            .item(AttemptItems.first(subject, limits, now))
                            .conditionExpression("#ends <= :now")
                            .expressionAttributeNames(Map.of("#ends", AttemptItems.ENDS))
                            .expressionAttributeValues(Map.of(":now", Item.numeric(Item.micros(now))))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private boolean deleteIfAlone(Counted attempt) {
        try {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(request -> request.tableName(table)
                            .key(AttemptItems.key(attempt.subject(), attempt.limits()))
                            .conditionExpression("#ends = :ends AND #total = :attempt")
                            .expressionAttributeNames(Map.of("#ends", AttemptItems.ENDS, "#total", AttemptItems.TOTAL))
                            .expressionAttributeValues(Map.of(":ends", ends(attempt), ":attempt", ATTEMPT))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** Changes a window that is still the one the attempt was counted in; any other is none of its business. */
    private void change(Counted attempt, String update, String condition, Map<String, AttributeValue> amounts) {
        Map<String, AttributeValue> values = new HashMap<>(amounts);
        values.put(":ends", ends(attempt));
        Map<String, String> names = Map.of(
                "#ends", AttemptItems.ENDS, "#total", AttemptItems.TOTAL, "#account", account(attempt.subject()));
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(table)
                            .key(AttemptItems.key(attempt.subject(), attempt.limits()))
                            .updateExpression(update)
                            .conditionExpression(condition)
                            .expressionAttributeNames(names)
                            .expressionAttributeValues(values)));
        } catch (ConditionalCheckFailedException e) {
            // The window is over, or was forgotten.
        }
    }

    private int forget(String kind, int bucket, String account) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Item.string(AttemptItems.partition(kind, bucket))))
                .consistentRead(true)
                .build();
        int sources = 0;
        @Nullable QueryRequest page = query;
        while (page != null) {
            QueryRequest asked = page;
            QueryResponse answer = Calls.call("Query", () -> client.query(asked));
            for (Map<String, AttributeValue> item : answer.items()) {
                sources += forget(new Item(item), account) ? 1 : 0;
            }
            page = answer.hasLastEvaluatedKey()
                    ? query.toBuilder()
                            .exclusiveStartKey(answer.lastEvaluatedKey())
                            .build()
                    : null;
        }
        return sources;
    }

    private boolean forget(Item window, String account) {
        String attribute = AttemptItems.account(AttemptItems.source(window), account);
        if (!window.has(attribute)) {
            return false;
        }
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(table)
                            .key(AttemptItems.keyOf(window))
                            .updateExpression("REMOVE #account")
                            .conditionExpression("attribute_exists(#account)")
                            .expressionAttributeNames(Map.of("#account", attribute))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static String account(Subject subject) {
        return AttemptItems.account(subject.source(), subject.account());
    }

    private static AttributeValue ends(Counted attempt) {
        return Item.numeric(Item.micros(attempt.windowEnd()));
    }

    /** Returns what a count must be below. */
    private static AttributeValue limit(int attempts) {
        return Item.numeric(attempts * AttemptItems.ATTEMPT);
    }
}
