package dev.latchkey.template;

import java.util.List;
import java.util.Optional;

/**
 * A DynamoDB table of the template.
 *
 * @param logicalId its key among the template's resources
 * @param tableName the name that it goes by in this stack
 * @param attributes the attributes that keys are made of, each with its type: S, N or B
 * @param keys the attributes of the primary key, each with its part: HASH or RANGE
 * @param billingMode how it is paid for, when the template says so
 * @param throughput what is provisioned, when the template says so
 * @param timeToLiveAttribute the attribute that holds the time after which an item may be deleted, when there is one
 * @param streamViewType what its stream shows of a change, when it has a stream
 */
public record TableDefinition(
        String logicalId,
        String tableName,
        List<Attribute> attributes,
        List<Attribute> keys,
        Optional<String> billingMode,
        Optional<Throughput> throughput,
        Optional<String> timeToLiveAttribute,
        Optional<String> streamViewType) {
    /** Copies the lists. */
    public TableDefinition {
        attributes = List.copyOf(attributes);
        keys = List.copyOf(keys);
    }

    /**
     * An attribute, as the template has it.
     *
     * @param name its name
     * @param kind its type, or its part in the primary key
     */
    public record Attribute(String name, String kind) {}

    /**
     * Provisioned capacity.
     *
     * @param read units of reading a second
     * @param write units of writing a second
     */
    public record Throughput(long read, long write) {}
}
