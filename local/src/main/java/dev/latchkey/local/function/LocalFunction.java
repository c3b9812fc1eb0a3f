package dev.latchkey.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.template.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A function of the template, ready to be called.
 *
 * <p>All calls share one handler, as the calls of one Lambda instance do. So that a flood of one function's calls leaves room for the
 * others', only some of them run at a time; the rest wait, and when too many wait, calls are refused.
 *
 * <p>On Lambda every call has a processor of its own, or a share of one that grows with the function's memory. Here all calls share
 * what this machine has; so the functions that are given a whole one, because they hash passwords, leave one to the rest.
 */
public final class LocalFunction {
    private static final int MIN_CONCURRENCY = 4;
    private static final int MAX_WAITING = 250;

    /** The memory with which Lambda gives a function one whole processor, in MB. */
    private static final int WHOLE_PROCESSOR = 1_769;

    private final FunctionDefinition definition;
    private final RequestStreamHandler handler;
    private final Consumer<String> log;
    private final Semaphore slots;
    private final Optional<Semaphore> processors;

    LocalFunction(
            FunctionDefinition definition, RequestStreamHandler handler, Semaphore processors, Consumer<String> log) {
        this.definition = definition;
        this.handler = handler;
        this.log = log;
        this.slots =
                new Semaphore(Math.max(MIN_CONCURRENCY, 2 * Runtime.getRuntime().availableProcessors()), true);
        this.processors = Optional.of(processors).filter(all -> definition.memoryMegabytes() >= WHOLE_PROCESSOR);
    }

    /** Returns the processors that functions which are given a whole one may use together: all but one. */
    static Semaphore processors() {
        return new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);
    }

    /**
     * Calls the function.
     *
     * @param event the event as JSON
     * @param requestId the id that the function sees in its context
     * @return what the function wrote
     * @throws FunctionThrottledException when too many calls wait already
     * @throws FunctionFailedException when the function throws
     */
    public byte[] call(byte[] event, String requestId) throws FunctionFailedException {
        if (waiting() >= MAX_WAITING) {
            throw new FunctionThrottledException();
        }
        slots.acquireUninterruptibly();
        processors.ifPresent(Semaphore::acquireUninterruptibly);
        try {
            var output = new ByteArrayOutputStream(1024);
            handler.handleRequest(
                    new ByteArrayInputStream(event), output, new LocalContext(definition, requestId, log));
            return output.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new FunctionFailedException(e);
        } finally {
            processors.ifPresent(Semaphore::release);
            slots.release();
        }
    }

    /** Returns how many calls wait for others to end. */
    int waiting() {
        return slots.getQueueLength();
    }
}
