package dev.latchkey.bench.warm;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.function.authorizer.AuthorizerHandler;
import dev.latchkey.function.user.UserHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers {@code GET /api/auth/user} again and again by the two functions that do so on AWS, the store answered from memory.
 *
 * <p>The argument is how many seconds, after as many to warm up. Prints how many there were in how many seconds of processor time,
 * over all threads of the process.
 */
public final class HandlerLoop {
    private final RequestStreamHandler authorizer;
    private final RequestStreamHandler user;
    private final byte[] ask = Files.readAllBytes(Path.of("events/authorizer-rest-request.json"));
    private final byte[] get = Files.readAllBytes(Path.of("events/user-ok.json"));

    private HandlerLoop(Environment environment) throws IOException {
        authorizer = new AuthorizerHandler(environment);
        user = new UserHandler(environment);
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        HandlerLoop loop;
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            loop = new HandlerLoop(DynamoDb.environment(tables.variables(), new InMemory(tables.items())));
        }
        long nanos = Long.parseLong(args[0]) * 1_000_000_000L;
        loop.run(nanos);
        long before = cpuNanos();
        long requests = loop.run(nanos);
        System.out.println(requests + " " + (cpuNanos() - before) / 1e9);
    }

    private long run(long nanos) throws IOException {
        long requests = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos; requests++) {
            if (call(authorizer, ask) + call(user, get) < 2) {
                throw new IllegalStateException("no answer");
            }
        }
        return requests;
    }

    private static int call(RequestStreamHandler handler, byte[] event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), answer, new QuietContext());
        return Math.min(answer.size(), 1);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
