package dev.latchkey.emulator.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

/** Turns an AWS::DynamoDB::Table into the request that creates it. */
final class TableReader {
    /** Properties that change how a table is kept or paid for, and not what it answers: there is nothing to do for them locally. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "OnDemandThroughput",
            "PointInTimeRecoverySpecification",
            "ResourcePolicy",
            "SSESpecification",
            "TableClass",
            "TableName",
            "Tags",
            "WarmThroughput");

    private static final Set<String> WITH_EFFECT = Set.of(
            "AttributeDefinitions", "BillingMode", "KeySchema", "ProvisionedThroughput", "TimeToLiveSpecification");

    private TableReader() {}

    static TableDefinition read(String logicalId, String tableName, Section properties) {
        for (String key : properties.keys()) {
            if (!WITH_EFFECT.contains(key) && !WITHOUT_EFFECT.contains(key)) {
                throw properties.error(key + " is not known to the local server");
            }
        }
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(tableName)
                .attributeDefinitions(attributes(properties))
                .keySchema(keys(properties));
        properties.optionalText("BillingMode").map(BillingMode::fromValue).ifPresent(request::billingMode);
        properties
                .optionalSection("ProvisionedThroughput")
                .map(TableReader::throughput)
                .ifPresent(request::provisionedThroughput);
        return new TableDefinition(logicalId, request.build(), timeToLive(properties));
    }

    private static List<AttributeDefinition> attributes(Section properties) {
        return properties.sections("AttributeDefinitions").stream()
                .map(attribute -> AttributeDefinition.builder()
                        .attributeName(attribute.text("AttributeName"))
                        .attributeType(attribute.text("AttributeType"))
                        .build())
                .toList();
    }

    private static List<KeySchemaElement> keys(Section properties) {
        return properties.sections("KeySchema").stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.text("AttributeName"))
                        .keyType(key.text("KeyType"))
                        .build())
                .toList();
    }

    private static ProvisionedThroughput throughput(Section throughput) {
        return ProvisionedThroughput.builder()
                .readCapacityUnits((long) throughput.number("ReadCapacityUnits", 1))
                .writeCapacityUnits((long) throughput.number("WriteCapacityUnits", 1))
                .build();
    }

    private static Optional<String> timeToLive(Section properties) {
        return properties
                .optionalSection("TimeToLiveSpecification")
                .filter(specification -> specification.flag("Enabled", false))
                .map(specification -> specification.text("AttributeName"));
    }
}
