package dev.latchkey.localstack;

import dev.latchkey.account.CheckTokenTest;
import dev.latchkey.dynamodb.AttemptStoreTest;
import dev.latchkey.dynamodb.StoreCostTest;
import dev.latchkey.dynamodb.StoreRaceTest;
import dev.latchkey.fixtures.TestTablesTest;
import dev.latchkey.throttle.ThrottleTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Every test that runs on the tables of template.yaml alone, as it runs on DynamoDB Local.
 *
 * <p>Tagged are those that a server is known to fail; docs/platforms.md says why.
 */
abstract class StoreTests {
    @Nested
    class Tables extends TestTablesTest {}

    @Nested
    class TokenChecks extends CheckTokenTest {}

    @Nested
    @Tag("fails-on-moto")
    class Races extends StoreRaceTest {}

    @Nested
    @Tag("fails-on-moto")
    class Attempts extends AttemptStoreTest {}

    @Nested
    @Tag("fails-on-moto")
    class Throttles extends ThrottleTest {}

    @Nested
    @Tag("fails-on-moto")
    class Costs extends StoreCostTest {}
}
