package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.proof.App;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import dev.latchkey.session.Authentication;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Second factors in DynamoDB; see {@link FactorItems} for the items. */
public final class DynamoDbFactorStore implements FactorStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbFactorStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public Factors find(long userId) {
        Map<String, List<Map<String, AttributeValue>>> found = BatchGet.run(
                client,
                Map.of(
                        tables.users(), List.of(UserItems.key(userId), FactorItems.appKey(userId)),
                        tables.tokens(), List.of(FactorItems.pendingKey(userId))));
        User user = null;
        Map<String, AttributeValue> app = Map.of();
        for (Map<String, AttributeValue> item : found.getOrDefault(tables.users(), List.of())) {
            if (new Item(item).text(UserItems.PK).startsWith(FactorItems.APP)) {
                app = item;
            } else {
                user = UserItems.read(item);
            }
        }
        return factors(user, app, BatchGet.only(found, tables.tokens()));
    }

    /** What is of an earlier user of the same id is not this one's. */
    private static Factors factors(
            @Nullable User user, Map<String, AttributeValue> app, Optional<Map<String, AttributeValue>> pending) {
        long incarnation = user == null ? 0 : user.security().incarnation();
        boolean had = !app.isEmpty() && new Item(app).number(UserItems.INCARNATION, 0) == incarnation;
        boolean has = had && FactorItems.isInForce(app);
        return new Factors(
                user,
                has ? FactorItems.readApp(app) : null,
                pending.map(FactorItems::readPending)
                        .filter(found -> found.incarnation() == incarnation)
                        .orElse(null),
                had && !has);
    }

    @Override
    public void begin(User seen, PendingApp pending) {
        Calls.callAgainOnConflict(
                "PutItem",
                () -> client.putItem(
                        request -> request.tableName(tables.tokens()).item(FactorItems.write(seen.id(), pending))));
    }

    @Override
    public Outcome confirm(
            User seen, PendingApp pending, App app, TokenKey session, Authentication proved, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(tables, seen, seen.with(seen.security().with(Factor.APP))));
        items.add(session(tables, seen.id(), session, proved));
        items.add(pendingEnds(seen.id(), pending));
        items.add(TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(tables.users())
                        .item(FactorItems.write(seen.id(), app))
                        .build())
                .build());
        addSequel(items, sequel);
        List<CancellationReason> reasons = write(items, "confirm");
        if (reasons.isEmpty()) {
            return Outcome.DONE;
        }
        return Calls.conditionFailed(reasons.get(1)) ? Outcome.SESSION_ENDED : Outcome.CHANGED;
    }

    @Override
    public Outcome remove(User seen, Proof proof, Sequel sequel) {
        User after = seen.with(seen.security().without(Factor.APP));
        return change(seen, after, proof, ProofWrite::remove, sequel);
    }

    @Override
    public Outcome renew(User seen, Proof proof, Sealed renewed, List<OutboxEvent> events) {
        User after = seen.with(seen.security().with(Factor.APP));
        return change(seen, after, proof, write -> write.renew(renewed), Sequel.of(events));
    }

    private Outcome change(
            User seen, User after, Proof proof, Function<ProofWrite, TransactWriteItem> change, Sequel sequel) {
        return withProof(proof, used -> {
            List<TransactWriteItem> items = new ArrayList<>();
            items.add(change.apply(new ProofWrite(tables, seen.id(), used)));
            items.add(UserUpdate.of(tables, seen, after));
            addSequel(items, sequel);
            return items;
        });
    }

    @Override
    public Outcome prove(User seen, TokenKey session, Authentication proved, @Nullable Proof proof) {
        if (proof == null) {
            List<CancellationReason> reasons =
                    write(List.of(session(tables, seen.id(), session, proved), unchanged(tables, seen)), "prove");
            if (reasons.isEmpty()) {
                return Outcome.DONE;
            }
            return Calls.conditionFailed(reasons.get(0)) ? Outcome.SESSION_ENDED : Outcome.CHANGED;
        }
        return withProof(
                proof,
                used -> List.of(
                        new ProofWrite(tables, seen.id(), used).use(),
                        unchanged(tables, seen),
                        session(tables, seen.id(), session, proved)));
    }

    /** Writes what a code is used up by, which comes first among the items; again where another code was used meanwhile. */
    private Outcome withProof(Proof proof, Function<Proof, List<TransactWriteItem>> items) {
        Proof used = proof;
        while (true) {
            List<CancellationReason> reasons = write(items.apply(used), "prove");
            if (reasons.isEmpty()) {
                return Outcome.DONE;
            }
            if (Calls.conditionFailed(reasons.get(1))) {
                return Outcome.CHANGED;
            }
            if (!Calls.conditionFailed(reasons.get(0))) {
                return Outcome.SESSION_ENDED;
            }
            Optional<Proof> again = ProofWrite.again(used, reasons.get(0));
            if (again.isEmpty()) {
                return Outcome.CODE_USED;
            }
            used = again.get();
        }
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

    private void addSequel(List<TransactWriteItem> items, Sequel sequel) {
        items.addAll(UndoItems.sequel(tables, sequel));
    }

    /** Returns the condition that a user is as they were seen, as a part of a transaction. */
    static TransactWriteItem unchanged(Tables tables, User seen) {
        Map<String, AttributeValue> values = new HashMap<>();
        String condition = UserConditions.unchanged(seen, values);
        return TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(tables.users())
                        .key(UserItems.key(seen.id()))
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }

    /** Returns what a session notes as proved, as a part of a transaction. */
    static TransactWriteItem session(Tables tables, long userId, TokenKey session, Authentication proved) {
        Update update = Update.builder()
                .tableName(tables.tokens())
                .key(SessionItems.key(userId, session))
                .updateExpression("SET " + SessionItems.AMR + " = :amr, " + SessionItems.AUTH_TIME + " = :time")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(
                        ":amr", Item.string(String.join(" ", proved.labels())),
                        ":time", Item.numeric(Item.micros(proved.time()))))
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private TransactWriteItem pendingEnds(long userId, PendingApp pending) {
        Delete delete = Delete.builder()
                .tableName(tables.tokens())
                .key(FactorItems.pendingKey(userId))
                .conditionExpression(FactorItems.SEALED + " = :sealed")
                .expressionAttributeValues(
                        Map.of(":sealed", FactorItems.binary(pending.sealed().bytes())))
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }
}
