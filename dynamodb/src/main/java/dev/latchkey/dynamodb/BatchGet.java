package dev.latchkey.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads items of several tables in one round trip, strongly consistent. */
final class BatchGet {
    private BatchGet() {}

    /**
     * Reads items; DynamoDB may leave some unread under load, and those are asked for again.
     *
     * @param wanted keys by table
     * @return the items that exist, by table, in no order
     */
    static Map<String, List<Map<String, AttributeValue>>> run(
            DynamoDbClient client, Map<String, List<Map<String, AttributeValue>>> wanted) {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        Map<String, KeysAndAttributes> rest = new HashMap<>();
        wanted.forEach((table, keys) -> rest.put(
                table,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build()));
        Map<String, KeysAndAttributes> next = rest;
        Calls.Retries retries = new Calls.Retries("BatchGetItem");
        while (true) {
            BatchGetItemRequest request =
                    BatchGetItemRequest.builder().requestItems(next).build();
            BatchGetItemResponse answer = Calls.call("BatchGetItem", () -> client.batchGetItem(request));
            answer.responses()
                    .forEach((table, items) -> found.computeIfAbsent(table, name -> new ArrayList<>())
                            .addAll(items));
            next = answer.unprocessedKeys();
            if (next.isEmpty()) {
                return found;
            }
            retries.pauseAfterLoad();
        }
    }

    /** Returns the one item of a table, if it was found. */
    static Optional<Map<String, AttributeValue>> only(
            Map<String, List<Map<String, AttributeValue>>> found, String table) {
        return found.getOrDefault(table, List.of()).stream().findFirst();
    }
}
