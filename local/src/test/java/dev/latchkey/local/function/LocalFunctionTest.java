package dev.latchkey.local.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.template.FunctionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many calls of a function run at once, and what becomes of the others. */
class LocalFunctionTest {
    private static final int WHOLE = 1_769;
    private static final int LESS = 1_024;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore processors = new Semaphore(1, true);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    @Test
    void functionsThatHashShareTheirProcessorsAndLeaveOthersAlone() throws Exception {
        List<Future<byte[]>> calls = new ArrayList<>();
        for (LocalFunction hashing : List.of(function(WHOLE), function(WHOLE))) {
            calls.add(call(hashing));
        }
        until(() -> processors.getQueueLength() == 1);
        assertThat(running).hasValue(1);

        calls.add(call(function(LESS)));
        until(() -> running.get() == 2);
        assertThat(processors.getQueueLength()).isEqualTo(1);

        end.countDown();
        for (Future<byte[]> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(running).hasValue(0);
        assertThat(processors.availablePermits()).isEqualTo(1);
    }

    @Test
    void refusesACallWhenTooManyWait() throws Exception {
        LocalFunction function = function(LESS);
        List<Future<byte[]>> calls = new ArrayList<>();
        while (function.waiting() < 250) {
            calls.add(call(function));
            until(() -> running.get() + function.waiting() == calls.size());
        }
        assertThat(running.get()).isGreaterThanOrEqualTo(4);
        assertThatThrownBy(() -> function.call(new byte[0], "id")).isInstanceOf(FunctionThrottledException.class);

        end.countDown();
        for (Future<byte[]> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(function.call(new byte[0], "id")).isEmpty();
    }

    @Test
    void aCallThatFailsLeavesItsPlaceToOthers() {
        RuntimeException failure = new IllegalStateException("no");
        LocalFunction function = function(WHOLE, (input, output, context) -> {
            throw failure;
        });
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> function.call(new byte[0], "id"))
                    .isInstanceOf(FunctionFailedException.class)
                    .hasCause(failure);
        }
        assertThat(processors.availablePermits()).isEqualTo(1);
    }

    private Future<byte[]> call(LocalFunction function) {
        return threads.submit(() -> function.call(new byte[0], "id"));
    }

    /** Waits for what has to come; fails if it does not. */
    private static void until(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.sleep(1);
        }
    }

    private LocalFunction function(int memory) {
        RequestStreamHandler handler = (input, output, context) -> {
            running.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
        };
        return function(memory, handler);
    }

    private LocalFunction function(int memory, RequestStreamHandler handler) {
        return new LocalFunction(
                new FunctionDefinition("Function", "code", "Handler", Map.of(), memory, 10),
                handler,
                processors,
                line -> {});
    }
}
