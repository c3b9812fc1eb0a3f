package dev.latchkey.operator;

import dev.latchkey.dynamodb.Calls;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The parts of transactions; a failed condition returns what is there. */
final class Writes {
    private Writes() {}

    static TransactWriteItem putNew(String table, Map<String, AttributeValue> item) {
        Put put = Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().put(put).build();
    }

    static TransactWriteItem check(
            String table, Map<String, AttributeValue> key, String condition, Map<String, AttributeValue> values) {
        ConditionCheck check = ConditionCheck.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(condition)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().conditionCheck(check).build();
    }

    static TransactWriteItem delete(
            String table, Map<String, AttributeValue> key, String condition, Map<String, AttributeValue> values) {
        Delete delete = Delete.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /** Returns the item that a condition failed on, or null if there is none. */
    static @Nullable Map<String, AttributeValue> existing(CancellationReason reason) {
        return reason.hasItem() && !reason.item().isEmpty() ? reason.item() : null;
    }

    static @Nullable Map<String, AttributeValue> get(
            DynamoDbClient client, String table, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = Calls.call(
                        "GetItem",
                        () -> client.getItem(
                                request -> request.tableName(table).key(key).consistentRead(true)))
                .item();
        return item.isEmpty() ? null : item;
    }
}
