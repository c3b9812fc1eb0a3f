package dev.latchkey.emulator;

import dev.latchkey.template.Stack;
import dev.latchkey.template.TableDefinition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the tables of a template, with its own key schemas, in an emulator. */
public final class TemplateTables {
    private TemplateTables() {}

    /**
     * Creates the tables that are missing and switches on their time to live; does nothing to those that are as they should be.
     *
     * @param client a client for the emulator
     * @param stack the template with its tables' names
     * @throws EmulatorException when a table of that name is there with other keys
     */
    public static void create(DynamoDbClient client, Stack stack) {
        stack.tables().forEach(table -> create(client, table));
    }

    private static void create(DynamoDbClient client, TableDefinition table) {
        Optional<TableDescription> existing = describe(client, table.tableName());
        if (existing.isPresent()) {
            checkKeys(existing.get(), request(table));
        } else {
            createIfStillMissing(client, request(table));
            client.waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
        }
        table.timeToLiveAttribute().ifPresent(attribute -> switchOnTimeToLive(client, table.tableName(), attribute));
    }

    private static CreateTableRequest request(TableDefinition table) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.tableName())
                .attributeDefinitions(table.attributes().stream()
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute.name())
                                .attributeType(attribute.kind())
                                .build())
                        .toList())
                .keySchema(table.keys().stream()
                        .map(key -> KeySchemaElement.builder()
                                .attributeName(key.name())
                                .keyType(key.kind())
                                .build())
                        .toList());
        table.billingMode().ifPresent(request::billingMode);
        table.throughput()
                .ifPresent(capacity -> request.provisionedThroughput(
                        units -> units.readCapacityUnits(capacity.read()).writeCapacityUnits(capacity.write())));
        table.streamViewType()
                .ifPresent(view -> request.streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(view)));
        return request.build();
    }

    private static Optional<TableDescription> describe(DynamoDbClient client, String name) {
        try {
            return Optional.of(
                    client.describeTable(request -> request.tableName(name)).table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private static void createIfStillMissing(DynamoDbClient client, CreateTableRequest request) {
        try {
            client.createTable(request);
        } catch (ResourceInUseException e) { // Another caller was faster: what it made is checked as any other.
            describe(client, request.tableName()).ifPresent(table -> checkKeys(table, request));
        }
    }

    private static void checkKeys(TableDescription existing, CreateTableRequest wanted) {
        boolean sameKeys = sorted(existing.keySchema()).equals(sorted(wanted.keySchema()));
        boolean sameTypes =
                Set.copyOf(existing.attributeDefinitions()).equals(new HashSet<>(wanted.attributeDefinitions()));
        if (!sameKeys || !sameTypes) {
            throw new EmulatorException("the table " + wanted.tableName()
                    + " is there with other keys than the template's: remove it, or use another data folder");
        }
    }

    private static List<KeySchemaElement> sorted(List<KeySchemaElement> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(KeySchemaElement::keyTypeAsString))
                .toList();
    }

    private static void switchOnTimeToLive(DynamoDbClient client, String table, String attribute) {
        TimeToLiveDescription description =
                client.describeTimeToLive(request -> request.tableName(table)).timeToLiveDescription();
        if (description.timeToLiveStatus() == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(request -> request.tableName(table)
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(attribute)));
        } else if (!attribute.equals(description.attributeName())) {
            throw new EmulatorException("the table " + table + " has the time to live attribute "
                    + description.attributeName() + " and not the template's: remove it, or use another data folder");
        }
    }
}
