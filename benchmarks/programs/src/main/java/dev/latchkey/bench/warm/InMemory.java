package dev.latchkey.bench.warm;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/** Answers a BatchGetItem with the items of each table that is asked for, at once: a handler's own cost remains. */
final class InMemory implements DynamoDbClient {
    private final Map<String, List<Map<String, AttributeValue>>> items;

    InMemory(Map<String, List<Map<String, AttributeValue>>> items) {
        this.items = Map.copyOf(items);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return BatchGetItemResponse.builder()
                .responses(request.requestItems().keySet().stream()
                        .collect(Collectors.toMap(table -> table, table -> items.getOrDefault(table, List.of()))))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
