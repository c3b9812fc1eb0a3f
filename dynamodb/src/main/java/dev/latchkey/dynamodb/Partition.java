package dev.latchkey.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** All items of a table that begin with one key, read strongly consistent. */
final class Partition {
    private Partition() {}

    static List<Map<String, AttributeValue>> read(DynamoDbClient client, String table, String pk) {
        QueryRequest first = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Item.string(pk)))
                .consistentRead(true)
                .build();
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        QueryRequest page = first;
        while (true) {
            QueryRequest asked = page;
            QueryResponse answer = Calls.call("Query", () -> client.query(asked));
            items.addAll(answer.items());
            if (!answer.hasLastEvaluatedKey()) {
                return items;
            }
            page = first.toBuilder()
                    .exclusiveStartKey(answer.lastEvaluatedKey())
                    .build();
        }
    }
}
