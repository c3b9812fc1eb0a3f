package dev.latchkey.local.background;

import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.local.function.FunctionFailedException;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.template.Stack;
import dev.latchkey.template.TableDefinition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The functions of a stack that nobody calls, at work: each table's stream is handed to its reader, and the clock is handed out. */
public final class Background implements AutoCloseable {
    /** What has the template's schedules here: nobody wants to wait for ten minutes. */
    private static final long MINUTE_SECONDS = 60;

    private final List<StreamPump> pumps = new ArrayList<>();
    private final List<ScheduledFuture<?>> ticks = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "clock");
        thread.setDaemon(true);
        return thread;
    });

    private Background() {}

    /**
     * Begins.
     *
     * @param functions the stack's functions, by logical id
     * @param dynamoDb where the tables and their streams are
     * @param log takes a line when one fails
     */
    public static Background start(
            Stack stack,
            Map<String, LocalFunction> functions,
            URI dynamoDb,
            DynamoDbClient client,
            Consumer<String> log) {
        Background background = new Background();
        for (TableDefinition table : stack.tables()) {
            if (table.streamViewType().isEmpty()) {
                continue;
            }
            String arn = client.describeTable(request -> request.tableName(table.tableName()))
                    .table()
                    .latestStreamArn();
            for (String reader : stack.functionsWith("DynamoDB")) {
                background.pumps.add(
                        new StreamPump(DynamoDbEmulator.streams(dynamoDb), arn, function(functions, reader), log));
            }
        }
        for (String scheduled : stack.functionsWith("Schedule")) {
            LocalFunction function = function(functions, scheduled);
            background.ticks.add(background.clock.scheduleWithFixedDelay(
                    () -> tick(function, log), MINUTE_SECONDS, MINUTE_SECONDS, TimeUnit.SECONDS));
        }
        return background;
    }

    private static LocalFunction function(Map<String, LocalFunction> functions, String logicalId) {
        return Objects.requireNonNull(functions.get(logicalId), logicalId);
    }

    private static void tick(LocalFunction function, Consumer<String> log) {
        try {
            function.call(
                    "{}".getBytes(StandardCharsets.UTF_8), UUID.randomUUID().toString());
        } catch (FunctionFailedException | RuntimeException e) {
            log.accept("a function that runs by the clock failed: " + e.getCause());
        }
    }

    /** Stops, after what is under way. */
    @Override
    public void close() {
        ticks.forEach(tick -> tick.cancel(false));
        clock.shutdown();
        pumps.forEach(StreamPump::close);
    }
}
