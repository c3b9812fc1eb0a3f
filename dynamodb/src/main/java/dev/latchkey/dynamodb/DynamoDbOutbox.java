package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.Outbox;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The outbox in DynamoDB; see {@link OutboxItems} for the items. */
public final class DynamoDbOutbox implements Outbox {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the outbox on the environment's client and tables. */
    public DynamoDbOutbox(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public void add(OutboxEvent event) {
        Calls.call(
                "PutItem",
                () -> client.putItem(
                        request -> request.tableName(tables.events()).item(OutboxItems.write(event))));
    }

    /** Returns the write of an event, as a part of a transaction. */
    static TransactWriteItem put(Tables tables, OutboxEvent event) {
        Put put = Put.builder()
                .tableName(tables.events())
                .item(OutboxItems.write(event))
                .build();
        return TransactWriteItem.builder().put(put).build();
    }
}
