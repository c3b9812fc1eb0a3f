package dev.latchkey.security.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.security.faults.Fault;
import dev.latchkey.security.faults.FaultyDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Random requests of several clients at once have answers that they could have had one after the other.
 *
 * <p>{@code -Dlatchkey.histories=5000} runs that many histories for each limit, {@code -Dlatchkey.seed=…} begins with the one
 * of that seed.
 */
class LinearizabilityTest {
    private static final int HISTORIES = Integer.getInteger("latchkey.histories", 100);
    private static final List<Fault> FAULTS = List.of(
            Fault.lostAnswer(),
            Fault.lostAnswer(),
            Fault.lostAnswer(),
            Fault.halfAnswer(),
            Fault.halfAnswer(),
            Fault.reset(),
            Fault.error(500, "InternalServerError"),
            Fault.error(400, "ThrottlingException"),
            Fault.cancelled("TransactionConflict", Fault.End.LAST, "TransactionConflictException"),
            Fault.partialBatch(Fault.End.FIRST));

    private static final long FIRST_SEED = Long.getLong("latchkey.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void everyHistoryCanBeExplained(History.Limit limit) throws Exception {
        explain(limit.toString(), new Histories(limit, UnaryOperator.identity()), HISTORIES);
    }

    /** The same while a tenth of the calls to DynamoDB fail, about half of these after they were done. */
    @ParameterizedTest
    @EnumSource
    void soItCanWhenAnswersGetLost(History.Limit limit) throws Exception {
        Random random = new Random(FIRST_SEED);
        try (FaultyDynamoDb faulty =
                new FaultyDynamoDb(TestTables.create().emulator().endpoint())) {
            faulty.plan((operation, number) -> {
                int choice = random.nextInt(100);
                return choice < FAULTS.size() ? FAULTS.get(choice) : Fault.none();
            });
            try (DynamoDbClient client = DynamoDb.client(Map.of(
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    faulty.endpoint().toString()))) {
                explain(limit + ", answers lost", new Histories(limit, sound -> client, true), HISTORIES / 3);
            }
        }
    }

    private static void explain(String name, Histories histories, int number) throws Exception {
        System.out.println(name + ": " + number + " histories from seed " + FIRST_SEED + " on");
        Optional<String> unexplained = histories.firstUnexplained(FIRST_SEED, number);
        assertThat(unexplained).isEmpty();
        System.out.println(name + ": " + histories.operations() + " operations, all explained");
    }
}
