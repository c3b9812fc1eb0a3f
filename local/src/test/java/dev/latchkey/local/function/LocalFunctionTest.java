package dev.latchkey.local.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
    private final Semaphore begun = new Semaphore(0);

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    @Test
    void functionsThatHashShareTheirProcessorsAndLeaveOthersAlone() throws Exception {
        List<Future<byte[]>> calls = new ArrayList<>();
        for (LocalFunction hashing : List.of(function(WHOLE), function(WHOLE))) {
            calls.add(threads.submit(() -> hashing.call(new byte[0], "id")));
        }
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
        LocalFunction checking = function(LESS);
        calls.add(threads.submit(() -> checking.call(new byte[0], "id")));
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        end.countDown();
        for (Future<byte[]> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(running).hasValue(0);
    }

    @Test
    void refusesACallWhenTooManyWait() throws Exception {
        LocalFunction function = function(LESS);
        int most = Math.max(4, 2 * Runtime.getRuntime().availableProcessors()) + 250;
        CountDownLatch submitted = new CountDownLatch(most);
        for (int i = 0; i < most; i++) {
            threads.execute(() -> {
                submitted.countDown();
                assertThatCode(() -> function.call(new byte[0], "id")).doesNotThrowAnyException();
            });
        }
        assertThat(submitted.await(30, TimeUnit.SECONDS)).isTrue();
        while (function.waiting() < 250) {
            Thread.sleep(1);
        }
        assertThatThrownBy(() -> function.call(new byte[0], "id")).isInstanceOf(FunctionThrottledException.class);
    }

    private LocalFunction function(int memory) {
        RequestStreamHandler handler = (input, output, context) -> {
            running.incrementAndGet();
            begun.release();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
        };
        return new LocalFunction(
                new FunctionDefinition("Function", "code", "Handler", Map.of(), memory, 10),
                handler,
                processors,
                line -> {});
    }
}
