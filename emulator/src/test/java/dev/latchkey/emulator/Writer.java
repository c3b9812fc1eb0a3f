package dev.latchkey.emulator;

import dev.latchkey.template.Template;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A process to be killed: writes pairs of items, each pair in one transaction, and prints each id once it has the answer. */
final class Writer {
    static final String TABLES = """
            Resources:
              Left:
                Type: AWS::DynamoDB::Table
                Properties: &properties
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
                  KeySchema: [{ AttributeName: pk, KeyType: HASH }]
              Right:
                Type: AWS::DynamoDB::Table
                Properties: *properties
            """;

    private Writer() {}

    public static void main(String[] arguments) {
        try (var emulator = DynamoDbEmulator.inFolder(Path.of(arguments[0]), 0);
                DynamoDbClient client = emulator.client()) {
            TemplateTables.create(client, Template.parse(TABLES, "tables").stack(Map.of(), id -> id));
            while (true) {
                String id = UUID.randomUUID().toString();
                client.transactWriteItems(request -> request.transactItems(put("Left", id), put("Right", id)));
                System.out.println(id);
            }
        }
    }

    private static TransactWriteItem put(String table, String id) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(Map.of("pk", AttributeValue.fromS(id))))
                .build();
    }
}
