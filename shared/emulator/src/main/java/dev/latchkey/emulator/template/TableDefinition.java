package dev.latchkey.emulator.template;

import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * A DynamoDB table of the template.
 *
 * @param logicalId its key among the template's resources
 * @param request what creates it
 * @param timeToLiveAttribute the attribute that holds the time after which an item may be deleted, when there is one
 */
public record TableDefinition(String logicalId, CreateTableRequest request, Optional<String> timeToLiveAttribute) {
    /** Returns the name the table goes by in this stack. */
    public String tableName() {
        return request.tableName();
    }
}
