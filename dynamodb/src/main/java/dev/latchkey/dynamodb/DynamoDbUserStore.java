package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.session.Session;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.NewPassword;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.HashCensus;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Users in DynamoDB; see {@link UserItems} for the items. */
public final class DynamoDbUserStore implements UserStore {
    /** A key of more bytes of UTF-8 belongs to nobody: 150 code points stay below, and DynamoDB takes no more than 2,048. */
    private static final int LONGEST_NAME_KEY = 2_000;

    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbUserStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public boolean isNameTaken(String nameKey) {
        return idOf(nameKey).isPresent();
    }

    @Override
    public CreateResult create(User user, String nameKey, @Nullable Session session, Announcement announcement) {
        List<TransactWriteItem> items = creation(user, nameKey, session, announcement);
        Calls.Retries retries = new Calls.Retries("create");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return CreateResult.CREATED;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                // A retry that finds its own earlier success has found success.
                return holdsId(reasons.get(0), user.id()) ? CreateResult.CREATED : CreateResult.NAME_TAKEN;
            }
            if (Calls.conditionFailed(reasons.get(1))) {
                return CreateResult.ID_TAKEN;
            }
            retries.pauseAfter(reasons);
        }
    }

    private List<TransactWriteItem> creation(
            User user, String nameKey, @Nullable Session session, Announcement announcement) {
        List<TransactWriteItem> items = new ArrayList<>(3);
        items.add(put(tables.users(), UserItems.nameItem(nameKey, user.id())));
        items.add(put(tables.users(), UserItems.write(user)));
        if (session != null) {
            items.add(put(tables.tokens(), SessionItems.write(session)));
        }
        if (announcement.claim() != null) {
            items.add(DynamoDbLinkStore.claim(tables, announcement.claim(), user.id()));
        }
        announcement.events().forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        return items;
    }

    @Override
    public NameFound lookUp(String nameKey) {
        Optional<Long> id =
                nameKey.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_KEY ? idOf(nameKey) : idOf("");
        if (id.isPresent()) {
            return new NameFound(find(id.get()), HashCensus.NONE);
        }
        return new NameFound(
                Optional.empty(), get(CensusItems.KEY).map(CensusItems::read).orElse(HashCensus.NONE));
    }

    @Override
    public void wasRehashed(PasswordHash way) {
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.users())
                            .key(CensusItems.KEY)
                            .updateExpression(CensusItems.ONE_LESS)
                            .conditionExpression(CensusItems.SOME_LEFT)
                            .expressionAttributeNames(Map.of("#way", way.encoded(), "#left", CensusItems.LEFT))
                            .expressionAttributeValues(Map.of(":one", one(), ":none", Item.numeric(0)))));
        } catch (ConditionalCheckFailedException e) {
            // Nobody was counted with such a hash, or all of them were replaced.
        }
    }

    @Override
    public Optional<User> find(long userId) {
        return get(UserItems.key(userId)).map(UserItems::read);
    }

    @Override
    public void endAllSessions(long userId) {
        try {
            update(userId, UserItems.NEXT_GENERATION, "attribute_exists(pk)", Map.of(":one", one()));
        } catch (ConditionalCheckFailedException e) {
            // Nobody there: no session either.
        }
    }

    @Override
    public boolean changePassword(User seen, NewPassword chosen, @Nullable TokenKey kept, List<OutboxEvent> events) {
        PasswordHash hash = chosen.hash();
        KnownSources known = chosen.known();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":hash", Item.string(hash.encoded()));
        values.put(":next", Item.numeric(seen.generation() + 1));
        String update = "SET " + UserItems.PASSWORD + " = :hash, " + UserItems.GENERATION + " = :next";
        if (kept != null) {
            values.put(":kept", Item.string(kept.value()));
            update += ", " + UserItems.KEPT_KEY + " = :kept, " + UserItems.KEPT_GENERATION + " = :next";
        }
        FormerPassword former = chosen.former();
        if (former != null) {
            values.put(":former", Item.string(former.hash().encoded()));
            values.put(":replaced", Item.numeric(Item.micros(former.replaced())));
            update += ", " + UserItems.FORMER_PASSWORD + " = :former, " + UserItems.FORMER_REPLACED + " = :replaced";
        }
        if (known.lastSeen().isEmpty()) {
            update += " REMOVE " + UserItems.KNOWN_SOURCES;
        } else {
            values.put(":known", UserItems.knownSources(known));
            update += ", " + UserItems.KNOWN_SOURCES + " = :known";
        }
        String condition = UserConditions.unchanged(seen, values);
        try {
            if (events.isEmpty()) {
                update(seen.id(), update, condition, values);
                return true;
            }
            return updateWith(events, seen.id(), update, condition, values);
        } catch (ConditionalCheckFailedException e) {
            // A retry that finds its own earlier success has found success: no other hash has this one's salt.
            return !e.item().isEmpty() && hash.equals(UserItems.read(e.item()).passwordHash());
        }
    }

    @Override
    public Renamed rename(User seen, String username, List<OutboxEvent> events) {
        String before = UsernameRule.uniquenessKey(UsernameRule.normalize(seen.username()));
        String after = UsernameRule.uniquenessKey(username);
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":username", Item.string(username));
        String condition = UserConditions.unchanged(seen, values);
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(tables.users())
                        .key(UserItems.key(seen.id()))
                        .updateExpression("SET " + UserItems.USERNAME + " = :username")
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build());
        if (!after.equals(before)) {
            items.add(put(tables.users(), UserItems.nameItem(after, seen.id())));
            items.add(nameEnds(before, seen.id()));
        }
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        return rename(items, !after.equals(before));
    }

    private Renamed rename(List<TransactWriteItem> items, boolean takesName) {
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("rename");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty()) {
                return Renamed.DONE;
            }
            if (takesName && Calls.conditionFailed(reasons.get(1))) {
                return Renamed.NAME_TAKEN;
            }
            if (reasons.stream().anyMatch(Calls::conditionFailed)) {
                return Renamed.USER_CHANGED;
            }
            retries.pauseAfter(reasons);
        }
    }

    private TransactWriteItem nameEnds(String name, long userId) {
        Delete delete = Delete.builder()
                .tableName(tables.users())
                .key(UserItems.nameKey(name))
                .conditionExpression(UserItems.ID + " = :id")
                .expressionAttributeValues(Map.of(":id", Item.numeric(userId)))
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /** Updates a user and writes events, in one write that is done once. */
    private boolean updateWith(
            List<OutboxEvent> events,
            long userId,
            String update,
            String condition,
            Map<String, AttributeValue> values) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(tables.users())
                        .key(UserItems.key(userId))
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build());
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("UpdateItem");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty()) {
                return true;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                return false;
            }
            retries.pauseAfter(reasons);
        }
    }

    @Override
    public boolean setActive(long userId, boolean active) {
        Map<String, AttributeValue> values = Map.of(":one", one(), ":active", AttributeValue.fromBool(active));
        String sessions = UserItems.NEXT_GENERATION + ", " + UserItems.ACTIVE + " = :active";
        try {
            update(
                    userId,
                    active ? sessions : sessions + " " + UserItems.ADD_KEY_GENERATION,
                    "attribute_exists(pk)",
                    values);
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

    private static TransactWriteItem put(String table, Map<String, AttributeValue> item) {
        Put put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(pk)")
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
