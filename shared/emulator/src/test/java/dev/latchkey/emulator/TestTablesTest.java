package dev.latchkey.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

public class TestTablesTest {
    private final TestTables tables = TestTables.create();

    @Test
    void tellsFunctionsTheirTables() {
        assertThat(tables.variables()).containsOnlyKeys("USERS_TABLE", "TOKENS_TABLE");
        assertThat(tables.variables().values())
                .allSatisfy(table -> assertThat(
                                tables.client().listTablesPaginator().tableNames())
                        .contains(table));
    }

    @Test
    void givesTheTokensTableTheTemplatesKeysAndTimeToLive() {
        String table = tables.variables().get("TOKENS_TABLE");
        TableDescription description = tables.client()
                .describeTable(request -> request.tableName(table))
                .table();
        assertThat(description.keySchema())
                .extracting(KeySchemaElement::attributeName)
                .containsExactly("pk", "sk");
        assertThat(description.keySchema())
                .extracting(KeySchemaElement::keyType)
                .containsExactly(KeyType.HASH, KeyType.RANGE);

        var ttl = tables.client()
                .describeTimeToLive(request -> request.tableName(table))
                .timeToLiveDescription();
        assertThat(ttl.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl.attributeName()).isEqualTo("ttl");
    }

    @Test
    void keepsTestsApart() {
        TestTables others = TestTables.create();
        Map<String, AttributeValue> item = Map.of("pk", AttributeValue.fromS("user#1"));
        tables.client()
                .putItem(request ->
                        request.tableName(tables.variables().get("USERS_TABLE")).item(item));

        assertThat(others.client()
                        .getItem(request -> request.tableName(others.variables().get("USERS_TABLE"))
                                .key(item))
                        .hasItem())
                .isFalse();
    }
}
