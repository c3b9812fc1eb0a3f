package dev.latchkey.operator;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.FactorItems;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.PasskeyItems;
import dev.latchkey.dynamodb.SessionItems;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.Tombstones;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.RoleRule;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import dev.latchkey.user.UsernameRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What an operator does to users and their sessions, and no request ever does: some of it scans a whole table.
 *
 * <p>Every method may throw {@link StoreUnavailableException}.
 */
public final class AccountAdmin {
    /** A user who is activated again and again while being deleted is given up on. */
    private static final int ROUNDS = 5;

    private final DynamoDbClient client;
    private final Tables tables;
    private final UserStore users;
    private final SessionStore sessions;
    private final DeletionStore deletions;
    private final SessionPolicy policy;

    /** Builds the operations on the environment's client and tables. */
    public AccountAdmin(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
        this.users = new DynamoDbUserStore(environment);
        this.sessions = new DynamoDbSessionStore(environment);
        this.deletions = new DynamoDbDeletionStore(environment);
        this.policy = new SessionPolicy(TokenSettings.from(environment.variables()));
    }

    /**
     * Some of the users, in the table's own order.
     *
     * @param users the users
     * @param next the id to go on after, or null when there are no more
     */
    public record Page(List<User> users, @Nullable Long next) {
        /** Copies the list. */
        public Page {
            users = List.copyOf(users);
        }
    }

    /**
     * Reads users by scanning the table, so that the cost grows with what is passed over.
     *
     * @param most how many to return at most, at least 1
     * @param after the id to go on after, or null to begin
     */
    public Page list(int most, @Nullable Long after) {
        List<User> users = new ArrayList<>();
        Map<String, AttributeValue> position = after == null ? Map.of() : UserItems.key(after);
        do {
            ScanResponse page = scanUsers(position);
            for (Map<String, AttributeValue> item : page.items()) {
                if (users.size() == most) {
                    return new Page(users, users.get(most - 1).id());
                }
                users.add(UserItems.read(item));
            }
            position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!position.isEmpty());
        return new Page(users, null);
    }

    /**
     * Sets the password of a user, active or not, and ends every session in the same write.
     *
     * @return whether there is such a user
     */
    public boolean setPassword(long userId, PasswordHash hash) {
        Map<String, AttributeValue> values = Map.of(":one", Item.numeric(1), ":hash", Item.string(hash.encoded()));
        return update(userId, UserItems.NEXT_GENERATION + ", " + UserItems.PASSWORD + " = :hash", values)
                .isPresent();
    }

    /**
     * Gives a user roles and takes some away; they hold on the user's next request.
     *
     * @return the roles that the user has then, or nothing if there is no such user
     * @throws IllegalArgumentException if they were more than {@link RoleRule#MOST}
     * @throws ContentionException if others change the user's roles again and again
     */
    public Optional<Set<String>> changeRoles(long userId, Collection<String> added, Collection<String> removed) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<User> seen = users.find(userId);
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            Set<String> roles = new TreeSet<>(seen.get().security().roles());
            roles.addAll(added);
            roles.removeAll(removed);
            if (roles.size() > RoleRule.MOST) {
                throw new IllegalArgumentException("more than " + RoleRule.MOST + " roles");
            }
            if (writeRoles(seen.get(), roles)) {
                return Optional.of(roles);
            }
        }
        throw new ContentionException("roles");
    }

    private boolean writeRoles(User seen, Set<String> roles) {
        Map<String, AttributeValue> values = new HashMap<>();
        String same = "attribute_not_exists(#roles)";
        if (!seen.security().roles().isEmpty()) {
            values.put(":seen", UserItems.roles(seen.security().roles()));
            same = "#roles = :seen";
        }
        String update = "REMOVE #roles";
        if (!roles.isEmpty()) {
            values.put(":roles", UserItems.roles(roles));
            update = "SET #roles = :roles";
        }
        String expression = update;
        String condition = "attribute_exists(pk) AND " + same;
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.users())
                            .key(UserItems.key(seen.id()))
                            .updateExpression(expression)
                            .conditionExpression(condition)
                            // A word of DynamoDB's own.
                            .expressionAttributeNames(Map.of("#roles", UserItems.ROLES))
                            .expressionAttributeValues(values.isEmpty() ? null : values)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** Returns the end of all passkeys of a user; whoever adds one meanwhile moves what the write about the user compares. */
    private List<TransactWriteItem> withoutPasskeys(long userId) {
        Map<String, AttributeValue> set = Calls.call(
                        "GetItem",
                        () -> client.getItem(request -> request.tableName(tables.users())
                                .key(PasskeyItems.setKey(userId))
                                .consistentRead(true)))
                .item();
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(deleted(PasskeyItems.setKey(userId)));
        new Item(set).texts(PasskeyItems.DIGESTS).forEach(digest -> items.add(deleted(PasskeyItems.key(digest))));
        return items;
    }

    private TransactWriteItem deleted(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(tables.users()).key(key))
                .build();
    }

    /**
     * Deletes the stored sessions that can never be used again, because they expired or were ended with others.
     *
     * @return how many there were
     */
    public int deleteDeadSessions(User user, Instant now) {
        List<Session> dead = sessions.list(user.id()).stream()
                .filter(session -> !policy.isLive(user, session, now))
                .toList();
        dead.forEach(token -> sessions.end(user.id(), token.key()));
        return dead.size();
    }

    /**
     * Deletes a user with everything that is kept of them.
     *
     * <p>The first write ends every session and prevents new ones; the last one takes the user and the name away together, and leaves
     * behind, where an import could bring the id, that nobody of that id is to come back. A deletion that is cut off in between
     * leaves a deactivated user, who can be deleted again.
     *
     * @return whether there was such a user
     */
    public boolean delete(long userId) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<User> user = deactivate(userId);
            if (user.isEmpty()) {
                return false;
            }
            deletions.sweep(user.get());
            if (UserIds.isImportable(userId)) {
                deletePointers(userId);
            }
            if (deleteUserAndName(user.get())) {
                return true;
            }
        }
        throw new ContentionException("delete");
    }

    private Optional<User> deactivate(long userId) {
        Map<String, AttributeValue> values = Map.of(":one", Item.numeric(1), ":false", AttributeValue.fromBool(false));
        String update =
                UserItems.NEXT_GENERATION + ", " + UserItems.ACTIVE + " = :false " + UserItems.ADD_KEY_GENERATION;
        return update(userId, update, values);
    }

    private Optional<User> update(long userId, String update, Map<String, AttributeValue> values) {
        try {
            Map<String, AttributeValue> written = Calls.callAgainOnConflict(
                            "UpdateItem",
                            () -> client.updateItem(request -> request.tableName(tables.users())
                                    .key(UserItems.key(userId))
                                    .updateExpression(update)
                                    .conditionExpression("attribute_exists(pk)")
                                    .expressionAttributeValues(values)
                                    .returnValues(ReturnValue.ALL_NEW)))
                    .attributes();
            return Optional.of(UserItems.read(written));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    /** Deletes what points from imported tokens to the user; only a scan finds those whose session is gone already. */
    private void deletePointers(long userId) {
        Map<String, AttributeValue> values =
                Map.of(":id", Item.numeric(userId), ":imported", Item.string(SessionItems.IMPORTED));
        Map<String, AttributeValue> position = Map.of();
        do {
            ScanRequest request = ScanRequest.builder()
                    .tableName(tables.tokens())
                    .consistentRead(true)
                    .filterExpression("id = :id AND begins_with(pk, :imported)")
                    .expressionAttributeValues(values)
                    .projectionExpression("pk, sk")
                    .exclusiveStartKey(position.isEmpty() ? null : position)
                    .build();
            ScanResponse page = Calls.call("Scan", () -> client.scan(request));
            page.items()
                    .forEach(key -> Calls.callAgainOnConflict(
                            "DeleteItem",
                            () -> client.deleteItem(
                                    delete -> delete.tableName(tables.tokens()).key(key))));
            position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!position.isEmpty());
    }

    private boolean deleteUserAndName(User user) {
        String name = UsernameRule.uniquenessKey(UsernameRule.normalize(user.username()));
        TransactWriteItem ofUser = Writes.delete(
                tables.users(),
                UserItems.key(user.id()),
                "generation = :generation",
                Map.of(":generation", Item.numeric(user.generation())));
        TransactWriteItem ofName = Writes.delete(
                tables.users(),
                UserItems.nameKey(name),
                "attribute_not_exists(pk) OR id = :id",
                Map.of(":id", Item.numeric(user.id())));
        List<TransactWriteItem> items =
                new ArrayList<>(List.of(ofUser, ofName, deleted(FactorItems.appKey(user.id()))));
        items.addAll(withoutPasskeys(user.id()));
        EmailForm.of(user.email())
                .ifPresent(form -> items.add(TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(tables.tokens()).key(LinkItems.claimKey(form, user.id())))
                        .build()));
        if (UserIds.isImportable(user.id())) {
            Put tombstone = Put.builder()
                    .tableName(tables.users())
                    .item(Tombstones.item(user))
                    .build();
            items.add(TransactWriteItem.builder().put(tombstone).build());
        }
        return Calls.transact(client, items).isEmpty();
    }

    private ScanResponse scanUsers(Map<String, AttributeValue> position) {
        ScanRequest request = ScanRequest.builder()
                .tableName(tables.users())
                .consistentRead(true)
                .filterExpression("begins_with(pk, :user)")
                .expressionAttributeValues(Map.of(":user", Item.string(UserItems.USER)))
                .exclusiveStartKey(position.isEmpty() ? null : position)
                .build();
        return Calls.call("Scan", () -> client.scan(request));
    }
}
