package dev.latchkey.bench.warm;

import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.function.authorizer.AuthorizerHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One token check, from the event's bytes to the answer's bytes, log line included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class TokenCheck {
    private static final String ALLOWED = "\"Allow\"";

    /** What answers the store: the items from memory, or DynamoDB Local over HTTP. */
    @Param({"memory", "dynamodb-local"})
    public String store;

    private SampleTables tables;
    private AuthorizerHandler handler;
    private byte[] event;

    /** Builds the handler, and makes sure that it lets the token through. */
    @Setup
    public void start() throws IOException {
        tables = SampleTables.start(Path.of(""));
        event = Files.readAllBytes(Path.of("events/authorizer-rest-request.json"));
        handler = new AuthorizerHandler(
                store.equals("memory")
                        ? DynamoDb.environment(tables.variables(), new InMemory(tables.items()))
                        : tables.environment());
        String answer = new String(check(), StandardCharsets.UTF_8);
        if (!answer.contains(ALLOWED)) {
            throw new IllegalStateException("unexpected answer " + answer);
        }
    }

    /** Checks the token. */
    @Benchmark
    public byte[] check() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), answer, new QuietContext());
        return answer.toByteArray();
    }

    /** Stops DynamoDB Local. */
    @TearDown
    public void stop() {
        tables.close();
    }
}
