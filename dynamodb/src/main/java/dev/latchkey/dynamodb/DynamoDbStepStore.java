package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.proof.Step;
import dev.latchkey.store.StepStore;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Logins between password and proof in DynamoDB; see {@link FactorItems} for the items. */
public final class DynamoDbStepStore implements StepStore {
    private static final String TRY = "SET " + FactorItems.TRIES + " = " + FactorItems.TRIES + " + :one";
    private static final String MAY_BE_TRIED = SessionItems.DIGEST + " = :digest AND " + SessionItems.EXPIRY
            + " > :now AND " + FactorItems.TRIES + " < :most";

    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbStepStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public boolean begin(Step step, User seen, @Nullable PasswordHash rehashed) {
        if (rehashed != null) {
            return beginRehashed(step, seen, rehashed);
        }
        Calls.call(
                "PutItem",
                () -> client.putItem(
                        request -> request.tableName(tables.tokens()).item(FactorItems.write(step))));
        return true;
    }

    private boolean beginRehashed(Step step, User seen, PasswordHash rehashed) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":rehashed", Item.string(rehashed.encoded()));
        Update update = Update.builder()
                .tableName(tables.users())
                .key(UserItems.key(seen.id()))
                .updateExpression("SET " + UserItems.PASSWORD + " = :rehashed")
                .conditionExpression(UserConditions.unchanged(seen, values))
                .expressionAttributeValues(values)
                .build();
        Put put = Put.builder()
                .tableName(tables.tokens())
                .item(FactorItems.write(step))
                .build();
        List<TransactWriteItem> items = List.of(
                TransactWriteItem.builder().update(update).build(),
                TransactWriteItem.builder().put(put).build());
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("begin");
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
    public Try count(long userId, TokenDigest digest, Instant now) {
        Map<String, AttributeValue> values = Map.of(
                ":digest", FactorItems.binary(digest.bytes()),
                ":now", Item.numeric(Item.micros(now)),
                ":most", Item.numeric(Step.TRIES),
                ":one", Item.numeric(1));
        try {
            Map<String, AttributeValue> counted = Calls.callAgainOnConflict(
                            "UpdateItem",
                            () -> client.updateItem(request -> request.tableName(tables.tokens())
                                    .key(FactorItems.stepKey(userId, digest.key()))
                                    .updateExpression(TRY)
                                    .conditionExpression(MAY_BE_TRIED)
                                    .expressionAttributeValues(values)
                                    .returnValues(ReturnValue.ALL_NEW)
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                    .attributes();
            return new Tried(FactorItems.readStep(counted));
        } catch (ConditionalCheckFailedException e) {
            return refused(e.item(), digest, now);
        }
    }

    private static Try refused(Map<String, AttributeValue> item, TokenDigest digest, Instant now) {
        if (item.isEmpty()) {
            return new Unknown();
        }
        Step step = FactorItems.readStep(item);
        return step.digest().equals(digest) && step.expiry().isAfter(now) ? new Spent(step.expiry()) : new Unknown();
    }

    @Override
    public void takeBack(Step step) {
        try {
            Calls.callAgainOnConflict(
                    "UpdateItem",
                    () -> client.updateItem(request -> request.tableName(tables.tokens())
                            .key(FactorItems.stepKey(
                                    step.userId(), step.digest().key()))
                            .updateExpression("SET " + FactorItems.TRIES + " = " + FactorItems.TRIES + " - :one")
                            .conditionExpression(
                                    SessionItems.DIGEST + " = :digest AND " + FactorItems.TRIES + " >= :one")
                            .expressionAttributeValues(Map.of(
                                    ":one", Item.numeric(1),
                                    ":digest", FactorItems.binary(step.digest().bytes())))));
        } catch (ConditionalCheckFailedException e) {
            // The step is over.
        }
    }
}
