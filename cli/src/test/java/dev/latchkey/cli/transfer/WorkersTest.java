package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkersTest {
    /** More than a worker's queue holds. */
    private static final int MANY = 1_000;

    @Test
    void doesAllOfAKeyInTheOrderGiven() {
        Map<Integer, List<Integer>> done = new ConcurrentHashMap<>();
        try (Workers workers = new Workers(3, Workers.MANY)) {
            for (int i = 0; i < MANY; i++) {
                int number = i;
                int key = i % 7 - 3;
                workers.give(
                        key,
                        () -> done.computeIfAbsent(key, any -> new ArrayList<>())
                                .add(number));
            }
            workers.finish();
        }

        assertThat(done).hasSize(7);
        done.forEach((key, numbers) -> assertThat(numbers)
                .isEqualTo(IntStream.range(0, MANY)
                        .filter(number -> number % 7 - 3 == key)
                        .boxed()
                        .toList()));
    }

    /** With few and with many pieces behind it: a worker that dies neither loses them unseen nor keeps the giver waiting. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20, MANY})
    void tellsOfAnErrorInAWorker(int behind) {
        Error error = new NoClassDefFoundError("SomeHash");
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = new Workers(2, Workers.MANY)) {
            CountDownLatch given = new CountDownLatch(1);
            assertThatThrownBy(() -> {
                        workers.give(0, () -> {
                            await(given);
                            throw error;
                        });
                        for (int i = 0; i < behind; i++) {
                            if (i == 20) {
                                given.countDown();
                            }
                            workers.give(0, done::incrementAndGet);
                        }
                        given.countDown();
                        workers.finish();
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(error);
        }
        assertThat(done).hasValue(0);
    }

    @Test
    void throwsAnExceptionAsItIs() {
        RuntimeException exception = new IllegalArgumentException("no such table");
        try (Workers workers = new Workers(2, Workers.MANY)) {
            workers.give(1, () -> {
                throw exception;
            });
            assertThatThrownBy(workers::finish).isSameAs(exception);
        }
    }

    @Test
    void whoeverGivesFasterThanWorkIsDoneHasToWait() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger given = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Thread giver = new Thread(() -> {
            try (Workers workers = new Workers(1, Workers.MANY)) {
                for (int i = 0; i < MANY; i++) {
                    workers.give(0, () -> {
                        await(begin);
                        done.incrementAndGet();
                    });
                    given.incrementAndGet();
                }
                workers.finish();
            }
        });
        giver.start();
        while (giver.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        assertThat(given.get()).isLessThan(100);

        begin.countDown();
        giver.join();
        assertThat(done).hasValue(MANY);
    }

    /** As when Ctrl-C ends an import: what was given is done, as it was counted already. */
    @Test
    void closingWaitsForWhatWasGiven() {
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = new Workers(2, Workers.MANY)) {
            for (int i = 0; i < 40; i++) {
                workers.give(i, () -> {
                    await(begin);
                    done.incrementAndGet();
                });
            }
            new Thread(begin::countDown).start();
        }
        assertThat(done).hasValue(40);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
