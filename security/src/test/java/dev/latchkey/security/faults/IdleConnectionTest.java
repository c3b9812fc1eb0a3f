package dev.latchkey.security.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.fixtures.TestTables;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A quiet stack, by the real clock; the HTTP client's own tests have one that they set. */
class IdleConnectionTest {
    private static final int IDLE_SECONDS = 61;

    private final TestTables tables = TestTables.create();

    @Test
    void aConnectionThatWasIdleForAMinuteIsUsedAgain() throws Exception {
        try (FaultyDynamoDb between = new FaultyDynamoDb(tables.emulator().endpoint());
                DynamoDbClient client = DynamoDb.client(Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        between.endpoint().toString()))) {
            assertThat(client.listTables().tableNames()).isNotEmpty();
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            assertThat(client.listTables().tableNames()).isNotEmpty();
            assertThat(between.calls()).hasSize(2);
            assertThat(between.connections()).isEqualTo(1);
        }
    }
}
