package dev.latchkey.dynamodb;

import dev.latchkey.proof.App;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The part of a transaction that uses a code up: it is done only while the app is the one that the code was compared with, and no code of
 * the same thirty seconds or later, or the same backup code, was used.
 */
final class ProofWrite {
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final Tables tables;
    private final long userId;
    private final Proof proof;

    ProofWrite(Tables tables, long userId, Proof proof) {
        this.tables = tables;
        this.userId = userId;
        this.proof = proof;
    }

    /** Uses the code up, and changes nothing else. */
    TransactWriteItem use() {
        return update("SET " + use(proof));
    }

    /** Uses the code up, and has other backup codes from then on, of which none is used. */
    TransactWriteItem renew(Sealed renewed) {
        values.put(":renewed", FactorItems.binary(renewed.bytes()));
        values.put(":codes", Item.numeric(proof.app().codesEpoch() + 1));
        values.put(":none", Item.numeric(0));
        String step = "";
        if (proof.use() instanceof CodeUse.OfApp code) {
            values.put(":step", Item.numeric(code.step()));
            step = ", " + FactorItems.LAST_STEP + " = :step";
        }
        return update("SET " + FactorItems.SEALED + " = :renewed, " + FactorItems.CODES_EPOCH + " = :codes, "
                + FactorItems.USED + " = :none" + step);
    }

    /** Takes the secret away: what is left says that there was an app. */
    TransactWriteItem remove() {
        return update("REMOVE " + FactorItems.SEALED + ", " + FactorItems.LAST_STEP + ", " + FactorItems.CODES_EPOCH
                + ", " + FactorItems.USED);
    }

    private String use(Proof used) {
        if (used.use() instanceof CodeUse.OfBackup backup) {
            values.put(":bits", Item.numeric(used.app().used() | backup.bit()));
            return FactorItems.USED + " = :bits";
        }
        values.put(":step", Item.numeric(((CodeUse.OfApp) used.use()).step()));
        return FactorItems.LAST_STEP + " = :step";
    }

    private TransactWriteItem update(String expression) {
        Update update = Update.builder()
                .tableName(tables.users())
                .key(FactorItems.appKey(userId))
                .updateExpression(expression)
                .conditionExpression(condition())
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private String condition() {
        values.put(":sealed", FactorItems.binary(proof.app().sealed().bytes()));
        String same = FactorItems.SEALED + " = :sealed AND ";
        if (proof.use() instanceof CodeUse.OfApp code) {
            values.put(":now", Item.numeric(code.step()));
            return same + FactorItems.LAST_STEP + " < :now";
        }
        // Bits cannot be compared one by one: where another code was used meanwhile, this is tried again.
        values.put(":seen", Item.numeric(proof.app().used()));
        return same + FactorItems.USED + " = :seen";
    }

    /**
     * Returns the proof to try again with, where nothing was in the way but the use of another code.
     *
     * @param reason why the transaction was cancelled, as far as the app goes
     * @return nothing if the code was used, or the app is another one
     */
    static Optional<Proof> again(Proof proof, CancellationReason reason) {
        if (!reason.hasItem() || !FactorItems.isInForce(reason.item())) {
            return Optional.empty();
        }
        App now = FactorItems.readApp(reason.item());
        return now.sealed().equals(proof.app().sealed()) && !now.hasUsed(proof.use())
                ? Optional.of(new Proof(now, proof.use()))
                : Optional.empty();
    }
}
