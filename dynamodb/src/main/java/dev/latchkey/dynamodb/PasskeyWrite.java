package dev.latchkey.dynamodb;

import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The parts of a transaction that use a passkey's answer up: the challenge ends, and the counter moves. */
final class PasskeyWrite {
    private final Tables tables;

    PasskeyWrite(Tables tables) {
        this.tables = tables;
    }

    /** Returns both, the challenge first. */
    List<TransactWriteItem> use(PasskeyUse use) {
        return List.of(challengeEnds(use.challenge()), counterMoves(use));
    }

    /** Ends a challenge, if it is open and was made for what it is presented for. */
    TransactWriteItem challengeEnds(ChallengeClaim claim) {
        Map<String, AttributeValue> values = new HashMap<>();
        Delete delete = Delete.builder()
                .tableName(tables.tokens())
                .key(PasskeyItems.challengeKey(claim.digest().hex()))
                .conditionExpression(PasskeyItems.isOpen(claim, values))
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /**
     * Of two answers that race, the higher counter stays: a lower one that comes later is refused. Zero follows nothing but zero (WebAuthn
     * Level 3, section 6.1.1).
     */
    private TransactWriteItem counterMoves(PasskeyUse use) {
        Passkey after = use.after();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":counter", Item.numeric(after.counter()));
        values.put(":backedup", AttributeValue.fromBool(after.backedUp()));
        values.put(":used", Item.numeric(Item.micros(Objects.requireNonNull(after.used()))));
        values.put(":key", FactorItems.binary(use.seen().key().bytes()));
        values.put(":user", Item.numeric(after.userId()));
        values.put(":of", Item.numeric(after.incarnation()));
        String grows = after.counter() == 0 ? "#counter = :counter" : "#counter < :counter";
        Update update = Update.builder()
                .tableName(tables.users())
                .key(PasskeyItems.key(after.id()))
                .updateExpression("SET #counter = :counter, " + PasskeyItems.BACKED_UP + " = :backedup, "
                        + PasskeyItems.LAST_USED + " = :used")
                .conditionExpression(PasskeyItems.PUBLIC_KEY + " = :key AND " + UserItems.ID + " = :user AND "
                        + UserItems.INCARNATION + " = :of AND " + grows)
                .expressionAttributeNames(Map.of("#counter", PasskeyItems.COUNTER))
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().update(update).build();
    }
}
