package dev.latchkey.operator;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.CensusItems;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.user.HashCensus;
import dev.latchkey.user.PasswordHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Counts how the stored passwords are hashed, and leaves the count where a login looks for a name that nobody has; see {@link
 * HashCensus}. It scans the users table.
 */
public final class HashCount {
    private static final int KEY_BYTES = 32;

    private final DynamoDbClient client;
    private final String table;

    /** Builds it on the environment's client and tables. */
    public HashCount(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.table = Tables.from(environment.variables()).users();
    }

    /**
     * Counts all users, and writes the census; where all hashes are of the current way there is none.
     *
     * @param way gives the way of a hash, or none if it cannot be verified, which costs a hash of the current way
     * @param current the way of new hashes
     * @return how many users there are by way
     * @throws StoreUnavailableException if the store does not answer
     */
    public Map<PasswordHash, Long> count(Function<PasswordHash, Optional<PasswordHash>> way, PasswordHash current) {
        Map<PasswordHash, Long> users = new HashMap<>();
        Map<String, AttributeValue> position = Map.of();
        do {
            ScanResponse page = scan(position);
            for (Map<String, AttributeValue> item : page.items()) {
                AttributeValue stored = item.get(UserItems.PASSWORD);
                PasswordHash of = stored == null
                        ? current
                        : way.apply(new PasswordHash(stored.s())).orElse(current);
                users.merge(of, 1L, Long::sum);
            }
            position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!position.isEmpty());
        write(users, current);
        return users;
    }

    private ScanResponse scan(Map<String, AttributeValue> position) {
        return Calls.call(
                "Scan",
                () -> client.scan(request -> request.tableName(table)
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :user)")
                        .expressionAttributeValues(Map.of(":user", Item.string(UserItems.USER)))
                        .projectionExpression("#password")
                        .expressionAttributeNames(Map.of("#password", UserItems.PASSWORD))
                        .exclusiveStartKey(position.isEmpty() ? null : position)));
    }

    private void write(Map<PasswordHash, Long> users, PasswordHash current) {
        if (users.keySet().stream().allMatch(current::equals)) {
            Calls.callAgainOnConflict(
                    "DeleteItem",
                    () -> client.deleteItem(request -> request.tableName(table).key(CensusItems.KEY)));
            return;
        }
        List<HashCensus.Share> shares = new ArrayList<>();
        users.forEach((way, number) -> shares.add(new HashCensus.Share(way, number, number)));
        Map<String, AttributeValue> item = CensusItems.write(key(), shares);
        Calls.callAgainOnConflict(
                "PutItem",
                () -> client.putItem(request -> request.tableName(table).item(item)));
    }

    /** A key that is there is kept, so that a count moves as few names as it can. */
    private byte[] key() {
        @Nullable Map<String, AttributeValue> before = Writes.get(client, table, CensusItems.KEY);
        return before == null ? Randomness.SECURE.bytes(KEY_BYTES) : CensusItems.key(before);
    }
}
