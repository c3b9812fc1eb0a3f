package dev.latchkey.operator;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.Tombstones;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.session.Session;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Brings users and their sessions in from elsewhere, as often as one likes: what is untouched here takes the source's new state,
 * what changed here alone is kept, and what changed on both sides is kept and told; see {@link UserMerge}. A user who was
 * deleted here and a session that was ended here never come back.
 *
 * <p>Several users or sessions go in one transaction. One of them that cannot be written, because it is here already for
 * example, is taken out and decided by itself; the others do not suffer from it.
 *
 * <p>Every method may throw {@link StoreUnavailableException} or {@link dev.latchkey.store.ContentionException}; it may then be
 * called again.
 */
public final class AccountImport {
    /** How many users or sessions one call may bring: a transaction holds 100 items, and each takes three at most. */
    public static final int MAX_BATCH = 25;

    private final DynamoDbClient client;
    private final Tables tables;
    private final SessionImport sessions;
    private final UnaryOperator<PasswordHash> storing;

    /** Builds the import on the environment's client and tables; hashes are stored as they come. */
    public AccountImport(Environment environment) {
        this(environment, UnaryOperator.identity());
    }

    /**
     * Builds the import on the environment's client and tables.
     *
     * @param storing makes of a hash that comes what is stored of it
     */
    public AccountImport(Environment environment, UnaryOperator<PasswordHash> storing) {
        this.storing = storing;
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
        this.sessions = new SessionImport(client, tables);
    }

    /** What became of a user. */
    public enum UserOutcome {
        /** The user is here now. */
        CREATED,
        /** The user was here already, just so. */
        SAME,
        /** The user was here, and has the source's new state now. */
        UPDATED,
        /** The user was here already and has changed since, by logging in for example; left alone. */
        CHANGED_SINCE,
        /** Something changed both here and at the source; it was left as it is here. */
        CONFLICT,
        /** The user was deleted here; left so. */
        DELETED_HERE,
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
     * @param sessionGeneration the generation that the user's sessions from the source come under; 0 if none may come
     * @param conflicts the names of the fields that changed on both sides
     */
    public record UserResult(UserOutcome outcome, long otherId, long sessionGeneration, List<String> conflicts) {
        /** Copies the list. */
        public UserResult {
            conflicts = List.copyOf(conflicts);
        }

        private UserResult(UserOutcome outcome, long otherId) {
            this(outcome, otherId, 0, List.of());
        }
    }

    /** What became of a session. */
    public enum TokenOutcome {
        /** The session is here now. */
        CREATED,
        /** It was brought before, and may have been ended here since. */
        BROUGHT_BEFORE,
        /** It was brought before, and has the source's new expiry now. */
        UPDATED,
        /** The user's sessions from before the import were all ended here since. */
        ENDED_SINCE,
        /** The user is no longer here. */
        NO_USER,
        /** Another token has the same key. */
        KEY_TAKEN
    }

    /** Brings a user with the name, both or neither. */
    public UserResult put(User user, String nameKey) {
        return put(List.of(new IncomingUser(user, nameKey, null))).get(0);
    }

    /**
     * Brings users, each with the name or not at all.
     *
     * @param users at most {@link #MAX_BATCH}, no two with the same id or name
     * @return what became of each, in their order
     */
    public List<UserResult> put(List<IncomingUser> users) {
        UserResult[] results = new UserResult[users.size()];
        new Batch<>(
                        users,
                        (user, index) -> results[index] = new UserResult(
                                UserOutcome.CREATED, user.user().id(), generation(user.user()), List.of()),
                        (user, index, reasons) -> results[index] = decide(
                                user,
                                Writes.existing(reasons.get(0)),
                                Writes.existing(reasons.get(1)),
                                Writes.existing(reasons.get(2)),
                                true))
                .write(client, "import", this::creation);
        return List.of(results);
    }

    private static long generation(User created) {
        return created.active() ? created.generation() : created.generation() - 1;
    }

    private List<TransactWriteItem> creation(IncomingUser user) {
        long id = user.user().id();
        Map<String, AttributeValue> item = UserItems.write(user.user());
        long incarnation = Security.ofNewUser(Randomness.SECURE).incarnation();
        item.put(UserItems.INCARNATION, Item.numeric(incarnation));
        PasswordHash hash = user.user().passwordHash();
        if (hash != null) {
            item.put(UserItems.PASSWORD, Item.string(storing.apply(hash).encoded()));
        }
        item.put(
                Origin.ATTRIBUTE,
                Origin.of(user.user(), generation(user.user())).write());
        if (user.profile() != null && !user.profile().equals(Profile.EMPTY)) {
            item.put(Profile.ATTRIBUTE, user.profile().write());
        }
        return List.of(
                Writes.putNew(tables.users(), UserItems.nameItem(user.nameKey(), id)),
                Writes.putNew(tables.users(), item),
                Writes.check(tables.users(), Tombstones.key(id), "attribute_not_exists(pk)", Map.of()));
    }

    /** Tells what {@link #put(List)} would do with a user, without doing it. */
    public UserResult probe(IncomingUser user) {
        return decide(
                user,
                get(UserItems.nameKey(user.nameKey())),
                get(UserItems.key(user.user().id())),
                get(Tombstones.key(user.user().id())),
                false);
    }

    private UserResult decide(
            IncomingUser user,
            @Nullable Map<String, AttributeValue> name,
            @Nullable Map<String, AttributeValue> existing,
            @Nullable Map<String, AttributeValue> tombstone,
            boolean write) {
        long id = user.user().id();
        if (existing != null) {
            return UserMerge.isAnother(user.user(), existing)
                    ? new UserResult(UserOutcome.ID_TAKEN, id)
                    : merge(user, existing, name, write);
        }
        if (tombstone != null) {
            boolean same = Tombstones.isOf(tombstone, user.user());
            return new UserResult(same ? UserOutcome.DELETED_HERE : UserOutcome.ID_TAKEN, id);
        }
        if (name != null) {
            return new UserResult(UserOutcome.NAME_TAKEN, new Item(name).number(UserItems.ID));
        }
        return new UserResult(UserOutcome.CREATED, id, generation(user.user()), List.of());
    }

    private UserResult merge(
            IncomingUser user,
            Map<String, AttributeValue> existing,
            @Nullable Map<String, AttributeValue> name,
            boolean write) {
        Map<String, AttributeValue> item = existing;
        boolean nameIsTaken = name != null
                && new Item(name).number(UserItems.ID) != user.user().id();
        Calls.Retries retries = new Calls.Retries("import");
        while (true) {
            UserMerge merge = new UserMerge(user, item, storing);
            if (nameIsTaken && merge.takesName()) {
                merge.keepName();
            }
            if (!write || !merge.writes()) {
                return result(user, merge);
            }
            List<CancellationReason> reasons = Calls.transact(client, change(user, merge));
            if (reasons.isEmpty()) {
                return result(user, merge);
            }
            nameIsTaken = nameIsTaken || (reasons.size() > 1 && Calls.conditionFailed(reasons.get(1)));
            if (Calls.conditionFailed(reasons.get(0))) {
                item = get(UserItems.key(user.user().id()));
                if (item == null) {
                    return new UserResult(UserOutcome.DELETED_HERE, user.user().id());
                }
            }
            retries.pauseAfter(reasons);
        }
    }

    private static UserResult result(IncomingUser user, UserMerge merge) {
        UserOutcome outcome = !merge.conflicts().isEmpty()
                ? UserOutcome.CONFLICT
                : merge.takesAnything()
                        ? UserOutcome.UPDATED
                        : merge.isChangedHere() ? UserOutcome.CHANGED_SINCE : UserOutcome.SAME;
        return new UserResult(
                outcome,
                user.user().id(),
                merge.sessionGeneration(),
                merge.conflicts().stream().map(Origin.Field::attribute).toList());
    }

    /** The user; then, under another name, the new one and the old one. */
    private List<TransactWriteItem> change(IncomingUser user, UserMerge merge) {
        UserMerge.Change change = merge.change();
        Update update = Update.builder()
                .tableName(tables.users())
                .key(UserItems.key(user.user().id()))
                .updateExpression(change.update())
                .conditionExpression(change.condition())
                .expressionAttributeValues(change.values())
                .build();
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder().update(update).build());
        if (merge.takesName() && !merge.nameKeyHere().equals(user.nameKey())) {
            items.add(Writes.putNew(
                    tables.users(),
                    UserItems.nameItem(user.nameKey(), user.user().id())));
            items.add(Writes.delete(
                    tables.users(),
                    UserItems.nameKey(merge.nameKeyHere()),
                    "attribute_not_exists(pk) OR id = :id",
                    Map.of(":id", Item.numeric(user.user().id()))));
        }
        return items;
    }

    /** Brings a session of {@link User#IMPORTED_GENERATION} with the pointer by which its token is found, both or neither. */
    public TokenOutcome put(Session token) {
        return putSessions(List.of(new IncomingSession(token, ""))).get(0);
    }

    /**
     * Brings sessions, each with the pointer by which its token is found, or not at all.
     *
     * @param tokens at most {@link #MAX_BATCH}, no two with the same key, each under the generation that its user's
     *     {@link UserResult} names
     * @return what became of each, in their order
     */
    public List<TokenOutcome> putSessions(List<IncomingSession> tokens) {
        return sessions.put(tokens);
    }

    /** Tells what {@link #putSessions(List)} would do, without doing it, for a user who is here or would be by then. */
    public TokenOutcome probe(Session token) {
        return sessions.probe(token);
    }

    /**
     * Ends the imported sessions that are not among those that the source still has.
     *
     * @param kept which tokens the source has
     * @param write whether to end them, or only to count
     * @return how many there were
     */
    public long endOthers(TokenSet kept, boolean write) {
        return sessions.endOthers(kept, write);
    }

    /** Tells of a digest whether its token is in a set. */
    public interface TokenSet {
        boolean contains(dev.latchkey.token.TokenDigest digest);
    }

    /** Takes users who came by an import. */
    public interface ImportedUsers {
        void user(User user);
    }

    /** Reads all users who came by an import, by scanning the table. */
    public void scanImported(ImportedUsers users) {
        Map<String, AttributeValue> position = Map.of();
        do {
            Map<String, AttributeValue> from = position;
            var page = Calls.call(
                    "Scan",
                    () -> client.scan(request -> request.tableName(tables.users())
                            .consistentRead(true)
                            .filterExpression("attribute_exists(" + Origin.ATTRIBUTE + ")")
                            .exclusiveStartKey(from.isEmpty() ? null : from)));
            page.items().forEach(item -> users.user(UserItems.read(item)));
            position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!position.isEmpty());
    }

    private @Nullable Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return Writes.get(client, tables.users(), key);
    }
}
