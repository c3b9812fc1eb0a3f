package dev.latchkey.security.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.emulator.TestTables;
import dev.latchkey.security.Api;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.Race;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random requests of several clients at once have answers that they could have had one after the other.
 *
 * <p>{@code -Dlatchkey.histories=5000} runs that many histories for each limit, {@code -Dlatchkey.seed=…} begins with the one
 * of that seed.
 */
class LinearizabilityTest {
    private static final int HISTORIES = Integer.getInteger("latchkey.histories", 150);
    private static final long FIRST_SEED = Long.getLong("latchkey.seed", System.nanoTime());

    /** Moves every expiry at every check, the clock moving on with each look at it. */
    private static final Map<String, String> REFRESHING =
            Map.of("AUTO_REFRESH", "true", "MIN_REFRESH_INTERVAL", "0", "AUTO_REFRESH_MAX_TTL", "P30D");

    private static final Map<String, String> QUICK = Map.of(
            "ARGON2_MEMORY_KIB", "8",
            "ARGON2_ITERATIONS", "1",
            "LOGIN_FAILURES_PER_ACCOUNT", "none",
            "LOGIN_FAILURES_PER_SOURCE", "none",
            "REGISTRATIONS_PER_SOURCE", "none");

    @ParameterizedTest
    @EnumSource
    void everyHistoryCanBeExplained(History.Limit limit) throws Exception {
        Environment environment = environment(limit);
        Api api = Api.of(environment);
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        System.out.println(limit + ": " + HISTORIES + " histories from seed " + FIRST_SEED + " on");
        long operations = 0;
        try (Race race = new Race()) {
            for (int i = 0; i < HISTORIES; i++) {
                long seed = FIRST_SEED + i;
                History history = new History(api, users, "user" + i, limit);
                race.run(clients(history, seed));
                operations += history.operations().size();
                assertThat(Linearizer.canExplain(history.operations(), State.NOTHING))
                        .as(() -> "seed " + seed + ":\n" + text(history))
                        .isTrue();
            }
        }
        System.out.println(limit + ": " + operations + " operations, all explained");
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

    private static Environment environment(History.Limit limit) {
        TestTables tables = TestTables.create();
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(QUICK);
        variables.putAll(REFRESHING);
        if (limit != History.Limit.NONE) {
            variables.put("TOKEN_LIMIT_PER_USER", "2");
            variables.put("TOKEN_LIMIT_POLICY", limit == History.Limit.TWO_OR_EVICT ? "evict_oldest" : "reject");
        }
        return new Environment(variables, tables.client(), new TickingClock());
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
