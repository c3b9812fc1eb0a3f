package dev.latchkey.security.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.security.Http;
import dev.latchkey.security.Http.Answer;
import dev.latchkey.security.ServeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Measures how long the check of a token takes in {@code serve} while nobody else is there, and while 200 clients log in without
 * pause. No part of the build, which runs on machines that do other things too.
 *
 * <p>Checks are sent at fixed times and measured from these on, so that one that is late does not hide those behind it.
 */
class LoginFlood {
    private static final int ROUNDS = Integer.getInteger("latchkey.rounds", 5);
    private static final int LOGINS_AT_ONCE = 200;
    private static final int USERS = 50;
    private static final int CHECKERS = 4;
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(20);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration PHASE = Duration.ofSeconds(10);
    private static final String PASSWORD = "Correct-Horse-9!";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void leavesChecksAlone() throws Exception {
        try (ServeProcess serve = ServeProcess.start(Map.of(), "--in-memory")) {
            Http http = new Http(serve.url());
            String token = register(http);
            check(http, token, WARM_UP);
            flood(http, token, WARM_UP);
            List<Phase> idle = new ArrayList<>();
            List<Phase> flooded = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                idle.add(check(http, token, PHASE));
                flooded.add(flood(http, token, PHASE));
                System.out.println("idle: " + idle.get(round) + "; flooded: " + flooded.get(round));
            }
            report("median", idle, flooded, 0.5);
            report("p99", idle, flooded, 0.99);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String register(Http http) throws Exception {
        String token = "";
        for (int i = 0; i < USERS; i++) {
            Answer answer = http.register("user" + i, PASSWORD);
            assertThat(answer.status()).isEqualTo(201);
            token = answer.token();
        }
        return token;
    }

    private Phase flood(Http http, String token, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        AtomicInteger logins = new AtomicInteger();
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < LOGINS_AT_ONCE; i++) {
            String name = "user" + i % USERS;
            clients.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    assertThat(http.login(name, PASSWORD).status()).isEqualTo(200);
                    logins.incrementAndGet();
                }
                return null;
            }));
        }
        Phase phase = check(http, token, time).with(logins.get());
        for (Future<?> client : clients) {
            client.get();
        }
        return phase;
    }

    /** Sends a check at each of the times, through several clients that take turns. */
    private Phase check(Http http, String token, Duration time) throws Exception {
        int count = (int) (time.toNanos() / BETWEEN_CHECKS.toNanos());
        long start = System.nanoTime();
        long[] taken = new long[count];
        List<Future<?>> checkers = new ArrayList<>();
        for (int i = 0; i < CHECKERS; i++) {
            int first = i;
            checkers.add(threads.submit(() -> {
                for (int number = first; number < count; number += CHECKERS) {
                    long due = start + number * BETWEEN_CHECKS.toNanos();
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    assertThat(http.user(token).status()).isEqualTo(200);
                    taken[number] = System.nanoTime() - due;
                }
                return null;
            }));
        }
        for (Future<?> checker : checkers) {
            checker.get();
        }
        Arrays.sort(taken);
        return new Phase(taken, 0);
    }

    private static void report(String name, List<Phase> idle, List<Phase> flooded, double part) {
        double before = median(idle, part);
        double under = median(flooded, part);
        System.out.printf(
                Locale.ROOT,
                "%s of checks, the middle of %d rounds: %.1f ms idle, %.1f ms flooded, %.2f times%n",
                name,
                idle.size(),
                before,
                under,
                under / before);
    }

    private static double median(List<Phase> phases, double part) {
        double[] all =
                phases.stream().mapToDouble(phase -> phase.at(part)).sorted().toArray();
        return all[all.length / 2];
    }

    /**
     * Checks of some seconds.
     *
     * @param taken nanoseconds of each, in ascending order
     * @param logins how many were answered meanwhile
     */
    private record Phase(long[] taken, int logins) {
        Phase with(int answered) {
            return new Phase(taken, answered);
        }

        double at(double part) {
            return taken[(int) (taken.length * part)] / 1e6;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "median %.1f ms, p99 %.1f ms, %d logins", at(0.5), at(0.99), logins);
        }
    }
}
