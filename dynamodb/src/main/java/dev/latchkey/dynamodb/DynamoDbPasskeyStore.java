package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.session.Authentication;
import dev.latchkey.store.PasskeyStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Passkeys in DynamoDB; see {@link PasskeyItems} for the items. */
public final class DynamoDbPasskeyStore implements PasskeyStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbPasskeyStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public Optional<Passkey> find(CredentialId id) {
        return get(tables.users(), PasskeyItems.key(id))
                .map(PasskeyItems::read)
                .filter(passkey -> passkey.id().equals(id));
    }

    @Override
    public Owner owner(long userId) {
        List<Map<String, AttributeValue>> found = BatchGet.run(
                        client, Map.of(tables.users(), List.of(UserItems.key(userId), PasskeyItems.setKey(userId))))
                .getOrDefault(tables.users(), List.of());
        Map<String, AttributeValue> ofUser = Map.of();
        Map<String, AttributeValue> set = Map.of();
        for (Map<String, AttributeValue> item : found) {
            if (new Item(item).text(UserItems.PK).startsWith(PasskeyItems.SET)) {
                set = item;
            } else {
                ofUser = item;
            }
        }
        return owner(ofUser, set);
    }

    /** What is of an earlier user of the same id is not this one's. */
    private static Owner owner(Map<String, AttributeValue> ofUser, Map<String, AttributeValue> set) {
        if (ofUser.isEmpty()) {
            return new Owner(null, null, List.of());
        }
        User user = UserItems.read(ofUser);
        Item handle = new Item(ofUser);
        boolean isTheirs = !set.isEmpty()
                && new Item(set).number(UserItems.INCARNATION)
                        == user.security().incarnation();
        return new Owner(
                user,
                handle.has(PasskeyItems.HANDLE) ? new UserHandle(Octets.of(handle.bytes(PasskeyItems.HANDLE))) : null,
                isTheirs ? new Item(set).texts(PasskeyItems.DIGESTS) : List.of());
    }

    @Override
    public List<Passkey> list(Owner owner) {
        if (owner.digests().isEmpty()) {
            return List.of();
        }
        List<Map<String, AttributeValue>> keys =
                owner.digests().stream().map(PasskeyItems::key).toList();
        return BatchGet.run(client, Map.of(tables.users(), keys)).getOrDefault(tables.users(), List.of()).stream()
                .map(PasskeyItems::read)
                .sorted(Comparator.comparing(Passkey::created)
                        .thenComparing(passkey -> passkey.id().text()))
                .toList();
    }

    @Override
    public Optional<UserHandle> handle(User seen, UserHandle fresh) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":fresh", FactorItems.binary(fresh.value().bytes()));
        String condition = UserConditions.standing(seen, values);
        try {
            Map<String, AttributeValue> written = Calls.callAgainOnConflict(
                            "UpdateItem",
                            () -> client.updateItem(request -> request.tableName(tables.users())
                                    .key(UserItems.key(seen.id()))
                                    .updateExpression("SET " + PasskeyItems.HANDLE + " = if_not_exists("
                                            + PasskeyItems.HANDLE + ", :fresh)")
                                    .conditionExpression(condition)
                                    .expressionAttributeValues(values)
                                    .returnValues(ReturnValue.UPDATED_NEW)))
                    .attributes();
            return Optional.of(new UserHandle(Octets.of(new Item(written).bytes(PasskeyItems.HANDLE))));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    @Override
    public void begin(Challenge challenge) {
        Calls.call(
                "PutItem",
                () -> client.putItem(
                        request -> request.tableName(tables.tokens()).item(PasskeyItems.write(challenge))));
    }

    @Override
    public boolean isOpen(ChallengeClaim claim) {
        return get(tables.tokens(), PasskeyItems.challengeKey(claim.digest().hex()))
                .map(found -> challenge(claim.digest(), found).allows(claim))
                .orElse(false);
    }

    private static Challenge challenge(TokenDigest digest, Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Challenge(
                digest,
                Challenge.Purpose.of(item.text(PasskeyItems.PURPOSE)),
                item.number(UserItems.ID),
                item.number(UserItems.INCARNATION),
                item.has(PasskeyItems.STEP) ? TokenDigest.stored(item.bytes(PasskeyItems.STEP)) : null,
                item.time(SessionItems.EXPIRY));
    }

    @Override
    public Change add(
            Owner seen,
            Passkey passkey,
            ChallengeClaim challenge,
            TokenKey session,
            Authentication proved,
            Sequel sequel) {
        User user = Objects.requireNonNull(seen.user());
        Set<String> digests = new TreeSet<>(seen.digests());
        digests.add(passkey.id().digest());
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(new PasskeyWrite(tables).challengeEnds(challenge));
        items.add(DynamoDbFactorStore.session(tables, user.id(), session, proved));
        items.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(tables.users())
                        .item(PasskeyItems.write(passkey))
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build());
        items.add(UserUpdate.of(tables, user, user.with(user.security().with(Factor.PASSKEY))));
        items.add(set(seen, List.copyOf(digests)));
        items.addAll(UndoItems.sequel(tables, sequel));
        List<CancellationReason> reasons = write(items, "add");
        if (reasons.isEmpty()) {
            return Change.DONE;
        }
        if (Calls.conditionFailed(reasons.get(0))) {
            return Change.CHALLENGE_GONE;
        }
        if (Calls.conditionFailed(reasons.get(1))) {
            return Change.SESSION_ENDED;
        }
        return Calls.conditionFailed(reasons.get(2)) ? Change.TAKEN : Change.CHANGED;
    }

    /**
     * Returns the change of a user's set. It compares the set that was read: one read of two items may find the user as they are now beside
     * the set as it was before.
     */
    private TransactWriteItem set(Owner seen, List<String> digests) {
        User user = Objects.requireNonNull(seen.user());
        long incarnation = user.security().incarnation();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":of", Item.numeric(incarnation));
        String condition = "attribute_not_exists(pk) OR " + UserItems.INCARNATION + " <> :of";
        if (!seen.digests().isEmpty()) {
            values.put(":seen", AttributeValue.fromSs(seen.digests()));
            condition = PasskeyItems.DIGESTS + " = :seen AND " + UserItems.INCARNATION + " = :of";
        }
        if (digests.isEmpty()) {
            return TransactWriteItem.builder()
                    .delete(Delete.builder()
                            .tableName(tables.users())
                            .key(PasskeyItems.setKey(user.id()))
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)
                            .build())
                    .build();
        }
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(tables.users())
                        .item(PasskeyItems.set(user.id(), incarnation, digests))
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }

    @Override
    public boolean rename(Passkey seen, String name) {
        Map<String, AttributeValue> values = Map.of(
                ":name", Item.string(name),
                ":user", Item.numeric(seen.userId()),
                ":of", Item.numeric(seen.incarnation()));
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.users())
                            .key(PasskeyItems.key(seen.id()))
                            .updateExpression("SET #name = :name")
                            .conditionExpression(UserItems.ID + " = :user AND " + UserItems.INCARNATION + " = :of")
                            .expressionAttributeNames(Map.of("#name", PasskeyItems.NAME))
                            .expressionAttributeValues(values)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public Change remove(Owner seen, Passkey passkey, List<OutboxEvent> events) {
        User user = Objects.requireNonNull(seen.user());
        List<String> digests = new ArrayList<>(seen.digests());
        digests.remove(passkey.id().digest());
        User after = user.with(
                digests.isEmpty()
                        ? user.security().without(Factor.PASSKEY)
                        : user.security().with(Factor.PASSKEY));
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(tables, user, after));
        items.add(TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(tables.users())
                        .key(PasskeyItems.key(passkey.id()))
                        .build())
                .build());
        items.add(set(seen, digests));
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        return write(items, "remove").isEmpty() ? Change.DONE : Change.CHANGED;
    }

    @Override
    public Change prove(User seen, TokenKey session, Authentication proved, PasskeyUse use) {
        List<TransactWriteItem> items = new ArrayList<>(new PasskeyWrite(tables).use(use));
        items.add(DynamoDbFactorStore.session(tables, seen.id(), session, proved));
        items.add(DynamoDbFactorStore.unchanged(tables, seen));
        List<CancellationReason> reasons = write(items, "prove");
        if (reasons.isEmpty()) {
            return Change.DONE;
        }
        if (Calls.conditionFailed(reasons.get(0))) {
            return Change.CHALLENGE_GONE;
        }
        return Calls.conditionFailed(reasons.get(2)) ? Change.SESSION_ENDED : Change.CHANGED;
    }

    /** Writes a transaction, again for as long as nothing but other writes is in the way; the reasons if a condition is false. */
    private List<CancellationReason> write(List<TransactWriteItem> items, String operation) {
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries(operation);
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty() || reasons.stream().anyMatch(Calls::conditionFailed)) {
                return reasons;
            }
            retries.pauseAfter(reasons);
        }
    }

    private Optional<Map<String, AttributeValue>> get(String table, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = Calls.call(
                        "GetItem",
                        () -> client.getItem(
                                request -> request.tableName(table).key(key).consistentRead(true)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }
}
