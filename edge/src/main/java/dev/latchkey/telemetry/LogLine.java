package dev.latchkey.telemetry;

import dev.latchkey.json.Json;
import dev.latchkey.text.UtcTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for CloudWatch Logs; see the AWS pages "Log and monitor Java Lambda functions" for its first members and
 * "Specification: Embedded metric format" for {@code _aws}, which has CloudWatch take some of the others as metrics.
 */
final class LogLine {
    /** By what metrics are told apart: by nothing, by route, by both. */
    static final List<String> NONE = List.of();

    static final List<String> ROUTE = List.of("route");
    static final List<String> ROUTE_AND_OUTCOME = List.of("route", "outcome");

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Map<List<String>, List<Map<String, String>>> metrics = new LinkedHashMap<>();
    private final String namespace;
    private final Instant time;

    /** Begins a line; an empty namespace leaves metrics out. */
    LogLine(String namespace, Instant time) {
        this.namespace = namespace;
        this.time = time;
        members.put("timestamp", UtcTime.text(time));
        members.put("level", "INFO");
    }

    void level(String level) {
        members.put("level", level);
    }

    void text(String name, String value) {
        members.put(name, value);
    }

    void number(String name, long value) {
        members.put(name, value);
    }

    void flag(String name, boolean value) {
        members.put(name, value);
    }

    void list(String name, List<String> values) {
        members.put(name, values);
    }

    /** Adds a time in milliseconds, to the microsecond. */
    void millis(String name, long nanos) {
        members.put(name, Math.round(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI);
    }

    /** Adds a time in milliseconds that is a metric of the route's. */
    void time(String name, long nanos) {
        millis(name, nanos);
        define(name, "Milliseconds", ROUTE);
    }

    /** Adds a count that is a metric; without metrics it would tell nothing that the line does not. */
    void metric(String name, long value, List<String> dimensions) {
        if (!namespace.isEmpty()) {
            members.put(name, value);
            define(name, "Count", dimensions);
        }
    }

    private void define(String name, String unit, List<String> dimensions) {
        metrics.computeIfAbsent(dimensions, key -> new ArrayList<>()).add(Map.of("Name", name, "Unit", unit));
    }

    /** Returns the line as UTF-8, ended by a line feed. */
    byte[] bytes() {
        if (!namespace.isEmpty()) {
            members.put("_aws", directives());
        }
        // By way of a text, which unlike a stream of UTF-8 takes whatever a client may have sent for a method.
        return (Json.write(members) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> directives() {
        List<Map<String, Object>> sets = new ArrayList<>();
        metrics.forEach((dimensions, definitions) -> {
            Map<String, Object> set = new LinkedHashMap<>();
            set.put("Namespace", namespace);
            set.put("Dimensions", List.of(dimensions));
            set.put("Metrics", definitions);
            sets.add(set);
        });
        Map<String, Object> aws = new LinkedHashMap<>();
        aws.put("Timestamp", time.toEpochMilli());
        aws.put("CloudWatchMetrics", sets);
        return aws;
    }
}
