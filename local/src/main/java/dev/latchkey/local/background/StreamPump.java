package dev.latchkey.local.background;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.local.function.FunctionFailedException;
import dev.latchkey.local.function.FunctionThrottledException;
import dev.latchkey.local.function.LocalFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Hands the new items of a table's stream to a function, as Lambda does: in batches, from the stream's beginning on, and again what the
 * function says it could not do, some times.
 *
 * <p>It remembers nothing across restarts. The function has to bear what it has seen before, which it has to on Lambda, too.
 */
public final class StreamPump implements AutoCloseable {
    private static final long POLL_MILLIS = 150;
    private static final long RETRY_MILLIS = 1_000;
    private static final int MOST_TRIES = 9;
    private static final int BATCH = 10;

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final LocalFunction function;
    private final Consumer<String> log;
    private final Map<String, String> iterators = new LinkedHashMap<>();
    private final Map<String, String> lastSeen = new LinkedHashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins to read.
     *
     * @param streams a client for the emulator, which is closed with this
     * @param streamArn the stream
     * @param function what its records are handed to
     * @param log takes a line when the function fails for good
     */
    public StreamPump(DynamoDbStreamsClient streams, String streamArn, LocalFunction function, Consumer<String> log) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.function = function;
        this.log = log;
        this.thread = new Thread(this::run, "stream");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                boolean some = false;
                for (Shard shard : shards()) {
                    some |= poll(shard.shardId());
                }
                if (!some) {
                    Thread.sleep(POLL_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (SdkException e) {
                iterators.clear();
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Shard> shards() {
        return streams.describeStream(request -> request.streamArn(streamArn)).streamDescription().shards().stream()
                .filter(shard -> !finished.contains(shard.shardId()))
                .toList();
    }

    /** Reads one shard once; whether there was anything. */
    private boolean poll(String shard) throws InterruptedException {
        String iterator = iterators.computeIfAbsent(shard, this::iterator);
        GetRecordsResponse answer = streams.getRecords(request -> request.shardIterator(iterator));
        List<Record> records = answer.records();
        List<Record> fresh = records.stream().filter(StreamPump::isNew).toList();
        for (int from = 0; from < fresh.size(); from += BATCH) {
            deliver(fresh.subList(from, Math.min(fresh.size(), from + BATCH)));
        }
        if (!records.isEmpty()) {
            lastSeen.put(shard, records.get(records.size() - 1).dynamodb().sequenceNumber());
        }
        if (answer.nextShardIterator() == null) {
            finished.add(shard);
            iterators.remove(shard);
        } else {
            iterators.put(shard, answer.nextShardIterator());
        }
        return !records.isEmpty();
    }

    /** Iterators live for fifteen minutes; a new one begins after what was seen. */
    private String iterator(String shard) {
        String seen = lastSeen.get(shard);
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shard)
                        .shardIteratorType(
                                seen == null ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(seen))
                .shardIterator();
    }

    private static boolean isNew(Record record) {
        return record.eventName() == OperationType.INSERT;
    }

    private void deliver(List<Record> records) throws InterruptedException {
        List<Record> left = records;
        for (int tries = 1; !left.isEmpty() && !closed; tries++) {
            left = call(left);
            if (left.isEmpty()) {
                return;
            }
            if (tries == MOST_TRIES) {
                log.accept(left.size() + " events could not be told; the keeper will try again");
                return;
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    /** Calls the function, and returns the records that it could not do. */
    private List<Record> call(List<Record> records) {
        byte[] event = Json.write(
                        Map.of("Records", records.stream().map(StreamPump::json).toList()))
                .getBytes(StandardCharsets.UTF_8);
        try {
            byte[] answer = function.call(event, UUID.randomUUID().toString());
            Set<String> failed = failures(new String(answer, StandardCharsets.UTF_8));
            return records.stream()
                    .filter(record -> failed.contains(record.dynamodb().sequenceNumber()))
                    .toList();
        } catch (FunctionThrottledException e) {
            return records;
        } catch (FunctionFailedException e) {
            log.accept("a function that reads a stream failed: " + e.getCause());
            return records;
        }
    }

    private static Set<String> failures(String answer) {
        Set<String> failed = new HashSet<>();
        try {
            if (Json.object(Json.read(answer)).get("batchItemFailures") instanceof List<?> items) {
                items.forEach(item -> {
                    if (Json.object(item).get("itemIdentifier") instanceof String sequenceNumber) {
                        failed.add(sequenceNumber);
                    }
                });
            }
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a function did not answer JSON", e);
        }
        return failed;
    }

    private static Map<String, Object> json(Record record) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("Keys", json(record.dynamodb().keys()));
        change.put("SequenceNumber", record.dynamodb().sequenceNumber());
        change.put("StreamViewType", record.dynamodb().streamViewTypeAsString());
        return Map.of("eventID", record.eventID(), "eventName", record.eventNameAsString(), "dynamodb", change);
    }

    private static Map<String, Object> json(Map<String, AttributeValue> keys) {
        List<Map.Entry<String, AttributeValue>> entries = new ArrayList<>(keys.entrySet());
        Map<String, Object> written = new LinkedHashMap<>();
        entries.forEach(entry -> written.put(
                entry.getKey(), Map.of("S", Objects.toString(entry.getValue().s()))));
        return written;
    }

    /** Stops to read, after the batch that is under way. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        streams.close();
    }
}
