package dev.latchkey.store;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Tables;
import dev.latchkey.token.Token;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Users in DynamoDB; see {@link UserItems} for the items. */
public final class DynamoDbUserStore implements UserStore {
    /** A user that cannot be: ids begin at 1. */
    private static final long NOBODY = 0;

    /** A key of more bytes of UTF-8 belongs to nobody: 150 code points stay below, and DynamoDB takes no more than 2,048. */
    private static final int LONGEST_NAME_KEY = 2_000;

    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbUserStore(Environment environment) {
        this.client = environment.dynamoDb();
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public boolean isNameTaken(String nameKey) {
        return idOf(nameKey).isPresent();
    }

    @Override
    public Created create(User user, String nameKey, @Nullable Token session) {
        List<TransactWriteItem> items = creation(user, nameKey, session, "attribute_not_exists(pk)");
        Calls.Attempts attempts = new Calls.Attempts("create");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return Created.CREATED;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                // A retry that finds its own earlier success has found success.
                return holdsId(reasons.get(0), user.id()) ? Created.CREATED : Created.NAME_TAKEN;
            }
            if (Calls.conditionFailed(reasons.get(1))) {
                return Created.ID_TAKEN;
            }
            attempts.pause();
        }
    }

    @Override
    public void primeCreation(User user, Token session) {
        Calls.transact(client, creation(user, "", session, "attribute_not_exists(pk) AND attribute_exists(pk)"));
    }

    private List<TransactWriteItem> creation(User user, String nameKey, @Nullable Token session, String condition) {
        List<TransactWriteItem> items = new ArrayList<>(3);
        items.add(put(tables.users(), UserItems.nameItem(nameKey, user.id()), condition));
        items.add(put(tables.users(), UserItems.write(user), condition));
        if (session != null) {
            items.add(put(tables.tokens(), TokenItems.write(session), condition));
        }
        return items;
    }

    @Override
    public Optional<User> findByName(String nameKey) {
        Optional<Long> id =
                nameKey.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_KEY ? idOf(nameKey) : idOf("");
        return find(id.orElse(NOBODY));
    }

    @Override
    public Optional<User> find(long userId) {
        return get(UserItems.key(userId)).map(UserItems::read);
    }

    @Override
    public void endAllSessions(long userId) {
        try {
            update(userId, "SET generation = generation + :one", "attribute_exists(pk)", Map.of(":one", one()));
        } catch (ConditionalCheckFailedException e) {
            // Nobody there: no session either.
        }
    }

    @Override
    public boolean changePassword(User seen, PasswordHash hash, @Nullable TokenKey kept) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":hash", Item.string(hash.encoded()));
        values.put(":next", Item.numeric(seen.generation() + 1));
        String update = "SET password = :hash, generation = :next";
        if (kept != null) {
            values.put(":kept", Item.string(kept.value()));
            update += ", kept_key = :kept, kept_generation = :next";
        }
        try {
            update(seen.id(), update, UserConditions.unchanged(seen, values), values);
            return true;
        } catch (ConditionalCheckFailedException e) {
            // A retry that finds its own earlier success has found success: no other hash has this one's salt.
            return !e.item().isEmpty() && hash.equals(UserItems.read(e.item()).passwordHash());
        }
    }

    @Override
    public boolean setActive(long userId, boolean active) {
        Map<String, AttributeValue> values = Map.of(":one", one(), ":active", AttributeValue.fromBool(active));
        try {
            update(userId, "SET active = :active, generation = generation + :one", "attribute_exists(pk)", values);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private void update(long userId, String update, String condition, Map<String, AttributeValue> values) {
        Calls.callAgainOnConflict(
                "UpdateItem",
                () -> client.updateItem(request -> request.tableName(tables.users())
                        .key(UserItems.key(userId))
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    }

    private Optional<Long> idOf(String nameKey) {
        return get(UserItems.nameKey(nameKey)).map(item -> new Item(item).number(UserItems.ID));
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = Calls.call(
                        "GetItem",
                        () -> client.getItem(request ->
                                request.tableName(tables.users()).key(key).consistentRead(true)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private static TransactWriteItem put(String table, Map<String, AttributeValue> item, String condition) {
        Put put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().put(put).build();
    }

    private static boolean holdsId(CancellationReason reason, long id) {
        return reason.hasItem() && new Item(reason.item()).number(UserItems.ID) == id;
    }

    private static AttributeValue one() {
        return Item.numeric(1);
    }
}
