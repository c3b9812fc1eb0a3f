package dev.latchkey.operator;

import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.SessionItems;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.operator.AccountImport.TokenOutcome;
import dev.latchkey.session.Session;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Brings sessions. Several of one user share the condition on the user, which may stand only once in a transaction. */
final class SessionImport {
    /**
     * How long an imported session stays in the table after its expiry. The source may move the expiry, and the next import can tell
     * by the item that the session was not ended here.
     */
    private static final Duration GRACE = Duration.ofDays(30);

    private final DynamoDbClient client;
    private final Tables tables;

    SessionImport(DynamoDbClient client, Tables tables) {
        this.client = client;
        this.tables = tables;
    }

    private record SameUser(long userId, long generation) {}

    List<TokenOutcome> put(List<IncomingSession> tokens) {
        Map<SameUser, List<IncomingSession>> byUser = new LinkedHashMap<>();
        for (IncomingSession token : tokens) {
            Session session = token.session();
            byUser.computeIfAbsent(new SameUser(session.userId(), session.generation()), any -> new ArrayList<>())
                    .add(token);
        }
        Map<TokenKey, TokenOutcome> outcomes = new HashMap<>();
        new Batch<>(
                        List.copyOf(byUser.values()),
                        (group, index) -> group.forEach(
                                token -> outcomes.put(token.session().key(), TokenOutcome.CREATED)),
                        (group, index, reasons) -> decide(group, reasons, outcomes))
                .write(client, "import", this::creation);
        return tokens.stream()
                .map(token ->
                        Objects.requireNonNull(outcomes.get(token.session().key())))
                .toList();
    }

    private List<TransactWriteItem> creation(List<IncomingSession> ofOneUser) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(userHasSessionsOf(ofOneUser.get(0).session()));
        for (IncomingSession token : ofOneUser) {
            items.add(Writes.putNew(tables.tokens(), pointer(token)));
            items.add(Writes.putNew(tables.tokens(), item(token.session())));
        }
        return items;
    }

    private static Map<String, AttributeValue> pointer(IncomingSession token) {
        Map<String, AttributeValue> item = SessionItems.importedItem(
                token.session().digest(), token.session().userId());
        if (!token.sourceKey().isEmpty()) {
            item.put(IncomingSession.SOURCE_KEY, Item.string(token.sourceKey()));
        }
        return item;
    }

    private static Map<String, AttributeValue> item(Session token) {
        Map<String, AttributeValue> item = SessionItems.write(token);
        if (token.expiry() != null) {
            item.put(SessionItems.TTL, ttl(token.expiry()));
        }
        return item;
    }

    private static AttributeValue ttl(Instant expiry) {
        return Item.numeric(Item.ttlSeconds(expiry.plus(GRACE)));
    }

    /** Decides what failed by itself; what only failed along with it is written alone. */
    private void decide(
            List<IncomingSession> group, List<CancellationReason> reasons, Map<TokenKey, TokenOutcome> outcomes) {
        CancellationReason ofUser = reasons.get(0);
        for (int i = 0; i < group.size(); i++) {
            Session token = group.get(i).session();
            Map<String, AttributeValue> pointer = Writes.existing(reasons.get(1 + 2 * i));
            Map<String, AttributeValue> session = Writes.existing(reasons.get(2 + 2 * i));
            if (pointer != null) {
                outcomes.put(token.key(), brought(token, pointer, session, true));
            } else if (Calls.conditionFailed(ofUser)) {
                outcomes.put(
                        token.key(), Writes.existing(ofUser) == null ? TokenOutcome.NO_USER : TokenOutcome.ENDED_SINCE);
            } else if (session != null) {
                outcomes.put(token.key(), TokenOutcome.KEY_TAKEN);
            } else {
                outcomes.put(token.key(), put(List.of(group.get(i))).get(0));
            }
        }
    }

    TokenOutcome probe(Session token) {
        Map<String, AttributeValue> pointer =
                get(SessionItems.importedKey(token.digest().key()));
        if (pointer != null) {
            return brought(token, pointer, get(SessionItems.key(token.userId(), token.key())), false);
        }
        Map<String, AttributeValue> user = Writes.get(client, tables.users(), UserItems.key(token.userId()));
        return user == null || hasSessionsOf(UserItems.read(user), token)
                ? TokenOutcome.CREATED
                : TokenOutcome.ENDED_SINCE;
    }

    /** A session that came before takes the source's expiry, unless it was ended here, or moved by checks here. */
    private TokenOutcome brought(
            Session token,
            Map<String, AttributeValue> pointer,
            @Nullable Map<String, AttributeValue> stored,
            boolean write) {
        Item item = new Item(pointer);
        boolean same = item.number(SessionItems.ID) == token.userId()
                && TokenDigest.stored(item.bytes(SessionItems.DIGEST)).equals(token.digest());
        if (!same) {
            return TokenOutcome.KEY_TAKEN;
        }
        if (stored == null) {
            return TokenOutcome.BROUGHT_BEFORE;
        }
        Session session = SessionItems.read(stored);
        boolean moved = session.generation() == token.generation()
                && session.refreshed() == null
                && !Objects.equals(session.expiry(), token.expiry());
        return moved && (!write || moveExpiry(session, token.expiry()))
                ? TokenOutcome.UPDATED
                : TokenOutcome.BROUGHT_BEFORE;
    }

    private boolean moveExpiry(Session seen, @Nullable Instant expiry) {
        Map<String, AttributeValue> values = new HashMap<>();
        String update = "REMOVE " + SessionItems.EXPIRY + ", #ttl";
        if (expiry != null) {
            update = "SET " + SessionItems.EXPIRY + " = :expiry, #ttl = :ttl";
            values.put(":expiry", Item.numeric(Item.micros(expiry)));
            values.put(":ttl", ttl(expiry));
        }
        String condition = "attribute_not_exists(" + SessionItems.EXPIRY + ")";
        if (seen.expiry() != null) {
            condition = SessionItems.EXPIRY + " = :seen";
            values.put(":seen", Item.numeric(Item.micros(seen.expiry())));
        }
        String conditionAll =
                "attribute_exists(pk) AND attribute_not_exists(" + SessionItems.REFRESHED + ") AND " + condition;
        String updateAll = update;
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.tokens())
                            .key(SessionItems.key(seen.userId(), seen.key()))
                            .updateExpression(updateAll)
                            .expressionAttributeNames(Map.of("#ttl", SessionItems.TTL))
                            .conditionExpression(conditionAll)
                            .expressionAttributeValues(values)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** A session of the source was opened there by the password alone: for who has set a second factor up here that is not enough. */
    private static boolean hasSessionsOf(User user, Session token) {
        return !user.security().asksAtLogin()
                && (user.generation() == token.generation()
                        || (!user.active() && user.generation() == token.generation() + 1));
    }

    private TransactWriteItem userHasSessionsOf(Session token) {
        return Writes.check(
                tables.users(),
                UserItems.key(token.userId()),
                "NOT contains(" + UserItems.FACTORS
                        + ", :app) AND (generation = :sessions OR (generation = :inactive AND active = :false))",
                Map.of(
                        ":app", Item.string(Factor.APP.label()),
                        ":sessions", Item.numeric(token.generation()),
                        ":inactive", Item.numeric(token.generation() + 1),
                        ":false", AttributeValue.fromBool(false)));
    }

    long endOthers(AccountImport.TokenSet kept, boolean write) {
        long ended = 0;
        Map<String, AttributeValue> position = Map.of();
        do {
            ScanResponse page = pointers(position);
            for (Map<String, AttributeValue> attributes : page.items()) {
                Item pointer = new Item(attributes);
                TokenDigest digest = TokenDigest.stored(pointer.bytes(SessionItems.DIGEST));
                if (!kept.contains(digest) && end(pointer.number(SessionItems.ID), digest, write)) {
                    ended++;
                }
            }
            position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!position.isEmpty());
        return ended;
    }

    private ScanResponse pointers(Map<String, AttributeValue> position) {
        return Calls.call(
                "Scan",
                () -> client.scan(request -> request.tableName(tables.tokens())
                        .consistentRead(true)
                        .filterExpression("begins_with(pk, :imported)")
                        .expressionAttributeValues(Map.of(":imported", Item.string(SessionItems.IMPORTED)))
                        .exclusiveStartKey(position.isEmpty() ? null : position)));
    }

    private boolean end(long userId, TokenDigest digest, boolean write) {
        Map<String, AttributeValue> key = SessionItems.key(userId, digest.key());
        if (!write) {
            return get(key) != null;
        }
        return !Calls.callAgainOnConflict(
                        "DeleteItem",
                        () -> client.deleteItem(request ->
                                request.tableName(tables.tokens()).key(key).returnValues(ReturnValue.ALL_OLD)))
                .attributes()
                .isEmpty();
    }

    private @Nullable Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return Writes.get(client, tables.tokens(), key);
    }
}
