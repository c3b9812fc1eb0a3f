package dev.latchkey.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.emulator.template.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A function of the template, ready to be called.
 *
 * <p>All calls share one handler, as the calls of one Lambda instance do. So that a flood of one function's calls leaves room for the
 * others', only some of them run at a time; the rest wait.
 */
public final class LocalFunction {
    private static final int LEAST_CONCURRENCY = 4;

    private final FunctionDefinition definition;
    private final RequestStreamHandler handler;
    private final Consumer<String> log;
    private final Semaphore slots;

    LocalFunction(FunctionDefinition definition, RequestStreamHandler handler, Consumer<String> log) {
        this.definition = definition;
        this.handler = handler;
        this.log = log;
        this.slots = new Semaphore(
                Math.max(LEAST_CONCURRENCY, 2 * Runtime.getRuntime().availableProcessors()), true);
    }

    /**
     * Calls the function.
     *
     * @param event the event as JSON
     * @param requestId the id that the function sees in its context
     * @return what the function wrote
     * @throws FunctionFailedException when the function throws
     */
    public byte[] call(byte[] event, String requestId) throws FunctionFailedException {
        var output = new ByteArrayOutputStream(1024);
        slots.acquireUninterruptibly();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event), output, new LocalContext(definition, requestId, log));
        } catch (IOException | RuntimeException e) {
            throw new FunctionFailedException(e);
        } finally {
            slots.release();
        }
        return output.toByteArray();
    }
}
