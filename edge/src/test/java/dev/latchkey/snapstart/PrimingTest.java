package dev.latchkey.snapstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PrimingTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger rounds = new AtomicInteger();
    private final List<Runnable> work = new ArrayList<>();

    @Test
    void runsAsManyRoundsAsAreSet() {
        Priming.Report report =
                priming("7", Duration.ZERO, rounds::incrementAndGet).run();
        assertThat(rounds).hasValue(7);
        assertThat(report).isEqualTo(new Priming.Report(7, null));
    }

    @Test
    void endsAfterAMinuteHoweverManyRoundsAreLeft() {
        priming("10000", Duration.ofSeconds(25), rounds::incrementAndGet).run();
        assertThat(rounds).hasValue(3);
    }

    @Test
    void aPathThatThrowsIsNotTriedAgain() {
        IllegalStateException failure = new IllegalStateException("no network");
        Priming.Report report = priming("7", Duration.ZERO, () -> {
                    rounds.incrementAndGet();
                    throw failure;
                })
                .run();
        assertThat(rounds).hasValue(1);
        assertThat(report).isEqualTo(new Priming.Report(0, failure));
    }

    @Test
    void whatIsToBeDoneBeforeASnapshotIsDoneAfterTheLastRound() {
        AtomicInteger roundsBefore = new AtomicInteger();
        work.add(() -> roundsBefore.set(rounds.get()));
        priming("7", Duration.ZERO, rounds::incrementAndGet).run();
        assertThat(roundsBefore).hasValue(7);
    }

    @Test
    void whatIsToBeDoneBeforeASnapshotIsDoneWhereAPathThrowsToo() {
        work.add(rounds::incrementAndGet);
        priming("7", Duration.ZERO, () -> {
                    throw new IllegalStateException("no network");
                })
                .run();
        assertThat(rounds).hasValue(1);
    }

    private Priming priming(String count, Duration each, Runnable path) {
        Environment environment = environment(count);
        work.forEach(environment::beforeSnapshot);
        return Priming.beforeSnapshot(environment, () -> () -> {
            path.run();
            now.updateAndGet(time -> time.plus(each));
        });
    }

    private Environment environment(String count) {
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        return new Environment(Map.of("PRIMING_ROUNDS", count), clock);
    }
}
