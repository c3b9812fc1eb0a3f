package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Step;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.SessionStore;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Sessions in DynamoDB; see {@link SessionItems} for the items. */
public final class DynamoDbSessionStore implements SessionStore {
    private final DynamoDbClient client;
    private final Tables tables;
    private final SessionPolicy policy;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbSessionStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
        this.policy = new SessionPolicy(TokenSettings.from(environment.variables()));
    }

    @Override
    public SessionWithUser find(long userId, TokenKey key) {
        Map<String, List<Map<String, AttributeValue>>> found = BatchGet.run(
                client,
                Map.of(
                        tables.users(), List.of(UserItems.key(userId)),
                        tables.tokens(), List.of(SessionItems.key(userId, key))));
        return new SessionWithUser(
                BatchGet.only(found, tables.tokens()).map(SessionItems::read).orElse(null),
                BatchGet.only(found, tables.users()).map(UserItems::read).orElse(null));
    }

    @Override
    public Optional<ImportedToken> findImported(List<TokenDigest> digests) {
        List<Map<String, AttributeValue>> wanted = new ArrayList<>();
        digests.forEach(digest -> wanted.add(SessionItems.importedKey(digest.key())));
        List<Map<String, AttributeValue>> found =
                BatchGet.run(client, Map.of(tables.tokens(), wanted)).getOrDefault(tables.tokens(), List.of());
        for (Map<String, AttributeValue> attributes : found) {
            Item item = new Item(attributes);
            TokenDigest digest = TokenDigest.stored(item.bytes(SessionItems.DIGEST));
            if (digests.contains(digest)) {
                return Optional.of(new ImportedToken(item.number(SessionItems.ID), digest));
            }
        }
        return Optional.empty();
    }

    @Override
    public OpenResult open(
            User seen,
            Session session,
            @Nullable PasswordHash rehashed,
            @Nullable Limit limit,
            @Nullable KnownSources known) {
        return new SessionOpening(client, tables, this, policy, session, rehashed, limit, known, null).run(seen);
    }

    @Override
    public OpenResult open(
            User seen,
            Session session,
            @Nullable Limit limit,
            @Nullable KnownSources known,
            Step step,
            Proof proof,
            List<OutboxEvent> events) {
        ProvenLogin proven = new ProvenLogin(tables, step, proof, events);
        return new SessionOpening(client, tables, this, policy, session, null, limit, known, proven).run(seen);
    }

    @Override
    public OpenResult open(
            User seen,
            Session session,
            @Nullable Limit limit,
            @Nullable KnownSources known,
            @Nullable Step step,
            PasskeyUse use) {
        PasskeyLogin proven = new PasskeyLogin(tables, step, use);
        return new SessionOpening(client, tables, this, policy, session, null, limit, known, proven).run(seen);
    }

    @Override
    public boolean refresh(Session seen, Instant expiry, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":expiry", Item.numeric(Item.micros(expiry)));
        values.put(":ttl", Item.numeric(Item.ttlSeconds(expiry)));
        values.put(":now", Item.numeric(Item.micros(now)));
        values.put(":seen", Item.numeric(Item.micros(seen.expires().orElseThrow())));
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.tokens())
                            .key(SessionItems.key(seen.userId(), seen.key()))
                            .updateExpression("SET " + SessionItems.EXPIRY + " = :expiry, #ttl = :ttl, "
                                    + SessionItems.REFRESHED + " = :now")
                            .expressionAttributeNames(Map.of("#ttl", SessionItems.TTL))
                            .conditionExpression(SessionItems.EXPIRY + " = :seen")
                            .expressionAttributeValues(values)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            // Gone, or moved by another check at the same time, which is as good.
            return e.hasItem() && !e.item().isEmpty();
        }
    }

    @Override
    public boolean end(long userId, TokenKey key) {
        Map<String, AttributeValue> ended = Calls.callAgainOnConflict(
                        "DeleteItem",
                        () -> client.deleteItem(request -> request.tableName(tables.tokens())
                                .key(SessionItems.key(userId, key))
                                .returnValues(ReturnValue.ALL_OLD)))
                .attributes();
        return !ended.isEmpty();
    }

    @Override
    public List<Session> list(long userId) {
        return Partition.read(client, tables.tokens(), UserItems.pk(userId)).stream()
                .map(SessionItems::read)
                .sorted(Comparator.comparing(Session::created))
                .toList();
    }
}
