package dev.latchkey.dynamodb;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Step;
import dev.latchkey.store.SessionStore.OpenResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What the opening of a session writes besides, where it follows from a step and a code: both are used up. */
final class ProvenLogin implements LoginEvidence {
    private final Tables tables;
    private final Step step;
    private final List<OutboxEvent> events;
    private Proof proof;

    ProvenLogin(Tables tables, Step step, Proof proof, List<OutboxEvent> events) {
        this.tables = tables;
        this.step = step;
        this.proof = proof;
        this.events = List.copyOf(events);
    }

    /** Returns the writes, of which the first ends the step and the second uses the code up. */
    @Override
    public List<TransactWriteItem> items() {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(ends(tables, step));
        items.add(new ProofWrite(tables, step.userId(), proof).use());
        events.forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        return items;
    }

    @Override
    public Optional<OpenResult> refused(List<CancellationReason> reasons) {
        if (Calls.conditionFailed(reasons.get(0))) {
            return Optional.of(OpenResult.STEP_GONE);
        }
        if (!Calls.conditionFailed(reasons.get(1))) {
            return Optional.empty();
        }
        Optional<Proof> again = ProofWrite.again(proof, reasons.get(1));
        again.ifPresent(next -> proof = next);
        return again.isPresent() ? Optional.empty() : Optional.of(OpenResult.CODE_USED);
    }

    /** Returns the end of a step, as a part of a transaction. */
    static TransactWriteItem ends(Tables tables, Step step) {
        Delete delete = Delete.builder()
                .tableName(tables.tokens())
                .key(FactorItems.stepKey(step.userId(), step.digest().key()))
                .conditionExpression(SessionItems.DIGEST + " = :digest")
                .expressionAttributeValues(
                        Map.of(":digest", FactorItems.binary(step.digest().bytes())))
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }
}
