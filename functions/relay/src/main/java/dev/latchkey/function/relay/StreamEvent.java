package dev.latchkey.function.relay;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda hands over of a DynamoDB stream; see the AWS page "Using AWS Lambda with Amazon DynamoDB".
 *
 * @param records the records that tell of new events
 */
record StreamEvent(List<Entry> records) {
    private static final String EVENT = "event#";

    /**
     * A new event.
     *
     * @param eventId the event's id
     * @param sequenceNumber by what Lambda knows the record
     */
    record Entry(String eventId, String sequenceNumber) {}

    /**
     * Reads it; records of other kinds are passed over.
     *
     * @throws IOException if it is no such event
     */
    static StreamEvent read(InputStream input) throws IOException {
        try {
            List<Entry> entries = new ArrayList<>();
            if (Json.object(Json.read(input)).get("Records") instanceof List<?> records) {
                for (Object each : records) {
                    entry(Json.object(each)).ifPresent(entries::add);
                }
            }
            return new StreamEvent(List.copyOf(entries));
        } catch (JsonSyntaxException e) {
            throw new IOException("the event is not JSON", e);
        }
    }

    private static Optional<Entry> entry(Map<String, @Nullable Object> record) {
        Map<String, @Nullable Object> change = Json.object(record.get("dynamodb"));
        Map<String, @Nullable Object> key =
                Json.object(Json.object(change.get("Keys")).get("pk"));
        if ("INSERT".equals(record.get("eventName"))
                && key.get("S") instanceof String pk
                && pk.startsWith(EVENT)
                && change.get("SequenceNumber") instanceof String sequenceNumber) {
            return Optional.of(new Entry(pk.substring(EVENT.length()), sequenceNumber));
        }
        return Optional.empty();
    }
}
