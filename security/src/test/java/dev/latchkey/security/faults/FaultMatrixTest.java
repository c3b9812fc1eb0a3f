package dev.latchkey.security.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.security.Api;
import dev.latchkey.security.Api.Answer;
import dev.latchkey.security.Remains;
import dev.latchkey.template.Route;
import dev.latchkey.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Every scenario, under every fault, at every call that it makes: only there, and there and at all calls that follow.
 *
 * <p>The answer is right, or it is a 503, or where others wrote the same all the time a 409, both with Retry-After, and it is
 * there within three seconds. What is so afterwards fits it, and so does the log: only where DynamoDB failed it has an error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int LANES = 32;
    private static final String CONTENDED = "contended";

    /** What a case may be slow for on a busy machine is no fault of ours; what is slow five times is. */
    private static final int TRIES = 5;

    private static final List<Fault> FAULTS = List.of(
            Fault.delay(Duration.ofMillis(300)),
            Fault.delay(Duration.ofMillis(900)),
            Fault.delay(Duration.ofMillis(1_500)),
            Fault.hang(),
            Fault.silence(),
            Fault.reset(),
            Fault.hangUp(),
            Fault.lostAnswer(),
            Fault.halfAnswer(),
            Fault.drip(Duration.ofMillis(40)),
            Fault.gatewayError(502),
            Fault.error(500, "InternalServerError"),
            Fault.error(503, "ServiceUnavailable"),
            Fault.error(400, "ProvisionedThroughputExceededException"),
            Fault.error(400, "ThrottlingException"),
            Fault.error(400, "RequestLimitExceeded"),
            Fault.error(400, "ExpiredTokenException"),
            Fault.error(400, "AccessDeniedException"),
            Fault.error(400, "ResourceNotFoundException"),
            Fault.cancelled("TransactionConflict", Fault.End.FIRST, "TransactionConflictException"),
            Fault.cancelled("TransactionConflict", Fault.End.LAST, "TransactionConflictException"),
            Fault.cancelled("ThrottlingError", Fault.End.FIRST, "ThrottlingException"),
            Fault.cancelled("ProvisionedThroughputExceeded", Fault.End.LAST, "ProvisionedThroughputExceededException"),
            Fault.transactionInProgress(),
            Fault.partialBatch(Fault.End.FIRST),
            Fault.partialBatch(Fault.End.LAST),
            Fault.emptyBatch());

    private final TestTables tables = TestTables.create();
    private final AtomicInteger worlds = new AtomicInteger();
    private final BlockingQueue<Lane> lanes = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(LANES);
    private final Environment undisturbed = DynamoDb.environment(variables(Map.of()), tables.client());
    private final Api direct = Api.of(undisturbed).patiently();

    @BeforeAll
    void open() {
        for (int i = 0; i < LANES; i++) {
            Lane lane = new Lane();
            lane.warmUp("warm" + i);
            lanes.add(lane);
        }
    }

    @AfterAll
    void close() {
        threads.shutdownNow();
        lanes.forEach(Lane::close);
    }

    @ParameterizedTest
    @EnumSource
    void answersRightOrSaysThatItCannot(Scenario scenario) throws Exception {
        List<String> calls = undisturbed(scenario);
        List<Future<Result>> running = new ArrayList<>();
        for (Case each : cases(calls)) {
            running.add(threads.submit(() -> run(scenario, each)));
        }
        List<Result> results = new ArrayList<>();
        for (Future<Result> future : running) {
            results.add(future.get());
        }
        System.out.println(summary(scenario, calls, results));
        assertThat(results.stream().filter(result -> !result.problem().isEmpty()))
                .isEmpty();
        assertThat(results).as("some fault was felt").anyMatch(result -> result.status() == 503);
        assertThat(results.stream().anyMatch(Result::contended))
                .as("some conflict was felt")
                .isEqualTo(cases(calls).stream().anyMatch(each -> each.fault().isConflict()));
        assertThat(Remains.in(tables.client(), Tables.from(undisturbed.variables())))
                .isEmpty();
    }

    @Test
    void disturbsEveryRouteOfTheTemplate() {
        List<String> routes = Template.read(TestTables.template()).stack(Map.of(), id -> id).restApi().routes().stream()
                .map(Route::path)
                .toList();
        assertThat(Stream.of(Scenario.values()).map(Scenario::route)).containsAll(routes);
    }

    private List<String> undisturbed(Scenario scenario) throws InterruptedException {
        try (Use use = new Use()) {
            World world = use.world(scenario);
            use.lane().proxy.plan((operation, number) -> Fault.none());
            scenario.verify(scenario.act(use.api(), world), world);
            return use.lane().proxy.calls();
        }
    }

    private static List<Case> cases(List<String> calls) {
        List<Case> cases = new ArrayList<>();
        for (Fault fault : FAULTS) {
            for (int number = 0; number < calls.size(); number++) {
                if (fault.concerns(calls.get(number))) {
                    cases.add(new Case(fault, number, false));
                    cases.add(new Case(fault, number, true));
                }
            }
        }
        return cases;
    }

    private Result run(Scenario scenario, Case each) throws InterruptedException {
        Result result = attempt(scenario, each);
        for (int i = 1; i < TRIES && result.mayBeTheMachines(); i++) {
            result = attempt(scenario, each);
        }
        return result;
    }

    private Result attempt(Scenario scenario, Case each) throws InterruptedException {
        try (Use use = new Use()) {
            World world = use.world(scenario);
            FaultyDynamoDb proxy = use.lane().proxy;
            proxy.plan(each);
            long start = System.nanoTime();
            Answer answer = scenario.act(use.api(), world);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            proxy.settle();
            boolean contended = answer.outcome().equals(CONTENDED);
            return new Result(each, answer.status(), contended, taken, problem(scenario, each, world, answer, taken));
        }
    }

    private static String problem(Scenario scenario, Case each, World world, Answer answer, Duration taken) {
        try {
            scenario.verifyAfter(world, verify(scenario, each, world, answer));
            assertThat(taken).isLessThan(LONGEST);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Scenario.Ending verify(Scenario scenario, Case each, World world, Answer answer) {
        switch (answer.status()) {
            case 409 -> {
                assertThat(each.fault().isConflict()).as("others wrote").isTrue();
                assertThat(answer.headers()).containsKey("Retry-After");
                assertThat(answer.member("detail"))
                        .isEqualTo("The account was changed by other requests at the same time, try again.");
                assertThat(answer.outcome()).isEqualTo(CONTENDED);
                assertThat(answer.hasLoggedError()).as("an error is logged").isFalse();
                return Scenario.Ending.NOT_DONE;
            }
            case 503 -> {
                // The gateway knows no other answer to an authorizer that lost against others.
                String outcome = each.fault().isConflict() ? CONTENDED : "unavailable";
                assertThat(answer.headers()).containsKey("Retry-After");
                assertThat(answer.member("detail")).isEqualTo("Service temporarily unavailable, try again later.");
                assertThat(answer.outcome()).isEqualTo(outcome);
                assertThat(answer.hasLoggedError()).as("an error is logged").isNotEqualTo(outcome.equals(CONTENDED));
                return Scenario.Ending.UNKNOWN;
            }
            default -> {
                scenario.verify(answer, world);
                assertThat(answer.hasLoggedError()).as("an error is logged").isFalse();
                return Scenario.Ending.DONE;
            }
        }
    }

    private static String summary(Scenario scenario, List<String> calls, List<Result> results) {
        long unavailable = count(results, 503);
        long contended = count(results, 409);
        long slowest = results.stream()
                .mapToLong(result -> result.taken().toMillis())
                .max()
                .orElse(0);
        return scenario + " (" + String.join(", ", calls) + "): " + results.size() + " cases, "
                + (results.size() - unavailable - contended) + " answered right, " + unavailable + " answered 503, "
                + contended + " answered 409, slowest " + slowest + " ms";
    }

    private static long count(List<Result> results, int status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private Map<String, String> variables(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.put("ARGON2_MEMORY_KIB", "8");
        variables.put("ARGON2_ITERATIONS", "1");
        variables.putAll(settings);
        return variables;
    }

    /**
     * A fault at one of a scenario's calls.
     *
     * @param number the call, counted from 0
     * @param onwards whether all that follow are disturbed too
     */
    private record Case(Fault fault, int number, boolean onwards) implements FaultyDynamoDb.Plan {
        @Override
        public Fault of(String operation, int call) {
            return call == number || (onwards && call > number) ? fault : Fault.none();
        }
    }

    private record Result(Case disturbed, int status, boolean contended, Duration taken, String problem) {
        /** A call that is late, or that others' writes leave no time for, may be so for want of a processor. */
        boolean mayBeTheMachines() {
            return taken.compareTo(LONGEST) >= 0 || (disturbed.fault().isConflict() && status == 503 && !contended);
        }
    }

    /** The functions, with their own client and their own disturbance before DynamoDB. */
    private final class Lane {
        private final FaultyDynamoDb proxy =
                new FaultyDynamoDb(tables.emulator().endpoint());
        private final DynamoDbClient client = DynamoDb.client(Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_DYNAMODB",
                proxy.endpoint().toString()));
        private final Api api = Api.of(DynamoDb.environment(variables(Map.of()), client));
        private final Api limited = Api.of(DynamoDb.environment(
                variables(Map.of("TOKEN_LIMIT_PER_USER", "2", "TOKEN_LIMIT_POLICY", "evict_oldest")), client));

        private final Api refreshing = Api.of(
                DynamoDb.environment(variables(Map.of("AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0")), client));

        /** The first request of a process has more time than those that follow. */
        void warmUp(String name) {
            warmUp(api, name);
            warmUp(limited, name + ".limited");
            warmUp(refreshing, name + ".refreshing");
        }

        private void warmUp(Api some, String name) {
            String source = "10.1." + worlds.incrementAndGet() + ".1";
            new World(undisturbed, direct.from(source), some, some, name)
                    .use(some.from(source).patiently());
        }

        void close() {
            client.close();
            proxy.close();
        }
    }

    /** A lane while one case has it. */
    private final class Use implements AutoCloseable {
        private final Lane lane = lanes.take();
        private final int number = worlds.incrementAndGet();
        private final String source = "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);

        Use() throws InterruptedException {}

        Lane lane() {
            return lane;
        }

        Api api() {
            return lane.api.from(source);
        }

        World world(Scenario scenario) {
            World world = new World(
                    undisturbed,
                    direct.from(source),
                    lane.limited.from(source),
                    lane.refreshing.from(source),
                    "user" + number);
            scenario.prepare(world);
            return world;
        }

        @Override
        public void close() {
            lanes.add(lane);
        }
    }
}
