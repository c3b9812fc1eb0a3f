package dev.latchkey.template;

import dev.latchkey.template.TableDefinition.Attribute;
import dev.latchkey.template.TableDefinition.Throughput;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns an AWS::DynamoDB::Table into what is needed to create it. */
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
            "AttributeDefinitions",
            "BillingMode",
            "KeySchema",
            "ProvisionedThroughput",
            "StreamSpecification",
            "TimeToLiveSpecification");

    private TableReader() {}

    static TableDefinition read(String logicalId, String tableName, Section properties) {
        for (String key : properties.keys()) {
            if (!WITH_EFFECT.contains(key) && !WITHOUT_EFFECT.contains(key)) {
                throw properties.error(key + " is not known to the local server");
            }
        }
        return new TableDefinition(
                logicalId,
                tableName,
                attributes(properties, "AttributeDefinitions", "AttributeType"),
                attributes(properties, "KeySchema", "KeyType"),
                properties.optionalText("BillingMode"),
                properties.optionalSection("ProvisionedThroughput").map(TableReader::throughput),
                timeToLive(properties),
                properties
                        .optionalSection("StreamSpecification")
                        .map(specification -> specification.text("StreamViewType")));
    }

    private static List<Attribute> attributes(Section properties, String list, String kind) {
        return properties.sections(list).stream()
                .map(attribute -> new Attribute(attribute.text("AttributeName"), attribute.text(kind)))
                .toList();
    }

    private static Throughput throughput(Section throughput) {
        return new Throughput(throughput.number("ReadCapacityUnits", 1), throughput.number("WriteCapacityUnits", 1));
    }

    private static Optional<String> timeToLive(Section properties) {
        return properties
                .optionalSection("TimeToLiveSpecification")
                .filter(specification -> specification.flag("Enabled", false))
                .map(specification -> specification.text("AttributeName"));
    }
}
