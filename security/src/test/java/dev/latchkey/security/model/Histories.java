package dev.latchkey.security.model;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.security.Api;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Makes histories by their seeds and has each of them explained. */
final class Histories {
    /** Moves every expiry at every check, the clock moving on with each look at it. */
    private static final Map<String, String> REFRESHING =
            Map.of("AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0", "AUTO_REFRESH_MAX_TTL", "P30D");

    private static final Map<String, String> QUICK = Map.of(
            "ARGON2_MEMORY_KIB", "8",
            "ARGON2_ITERATIONS", "1",
            "LOGIN_FAILURES_PER_ACCOUNT", "none",
            "LOGIN_FAILURES_PER_SOURCE", "none",
            "REGISTRATIONS_PER_SOURCE", "none");

    private final History.Limit limit;
    private final boolean lossy;
    private final Environment environment;
    private final Api api;
    private long operations;

    /**
     * Builds the functions on tables of their own.
     *
     * @param store makes the client that the functions reach DynamoDB with out of one that is sound
     */
    Histories(History.Limit limit, UnaryOperator<DynamoDbClient> store) {
        this(limit, store, false);
    }

    /**
     * Builds the functions on tables of their own.
     *
     * @param lossy whether the client loses answers of DynamoDB
     */
    Histories(History.Limit limit, UnaryOperator<DynamoDbClient> store, boolean lossy) {
        this.limit = limit;
        this.lossy = lossy;
        this.environment = environment(limit, store);
        this.api = Api.of(environment);
    }

    /** Runs histories one after the other, and returns the first that cannot be explained. */
    Optional<String> firstUnexplained(long firstSeed, int most) throws Exception {
        try (Race race = new Race()) {
            for (long seed = firstSeed; seed < firstSeed + most; seed++) {
                History history = new History(api, environment, "user" + seed, limit, lossy);
                race.run(clients(history, seed));
                history.checkAll();
                operations += history.operations().size();
                if (!Linearizer.canExplain(history.operations(), State.NOTHING)) {
                    return Optional.of("seed " + seed + ":\n" + text(history));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns how many requests were made in all. */
    long operations() {
        return operations;
    }

    private static List<Callable<Void>> clients(History history, long seed) {
        Random random = new Random(seed);
        List<Callable<Void>> clients = new ArrayList<>();
        int number = 2 + random.nextInt(3);
        for (int i = 0; i < number; i++) {
            clients.add(history.client(random.nextLong(), 4 + random.nextInt(5)));
        }
        return clients;
    }

    private static Environment environment(History.Limit limit, UnaryOperator<DynamoDbClient> store) {
        TestTables tables = TestTables.create();
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(QUICK);
        variables.putAll(REFRESHING);
        if (limit != History.Limit.NONE) {
            variables.put("TOKEN_LIMIT_PER_USER", "2");
            variables.put("TOKEN_LIMIT_POLICY", limit == History.Limit.TWO_OR_EVICT ? "evict_oldest" : "reject");
        }
        return DynamoDb.environment(variables, store.apply(tables.client()), new TickingClock());
    }

    private static String text(History history) {
        return history.operations().stream()
                .sorted(Comparator.comparing(Operation::begun))
                .map(Operation::toString)
                .collect(Collectors.joining("\n"));
    }

    /** Moves on by a second whenever it is asked. */
    private static final class TickingClock extends Clock {
        private final AtomicLong seconds =
                new AtomicLong(Instant.parse("2106-11-22T10:00:00Z").getEpochSecond());

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
