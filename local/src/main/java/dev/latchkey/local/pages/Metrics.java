package dev.latchkey.local.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What CloudWatch would make of the lines that functions log in embedded metric format, summed up since the start, as text in
 * the form that Prometheus reads: a counter for each metric, and for what is not a count its sum and how often it was measured.
 *
 * <p>See the AWS page "Specification: Embedded metric format".
 */
public final class Metrics {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMPTY =
            "# Nothing yet: the functions have sent no metrics since the server was started.\n";

    private final Map<String, Map<String, BigDecimal>> counters = new TreeMap<>();

    /** Builds it without anything in it. */
    public Metrics() {}

    /** Takes a line of a function's log; one that holds no metrics is none of its business. */
    public void take(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        try {
            take(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            // A line that only looks like JSON.
        }
    }

    private void take(JsonNode line) {
        for (JsonNode directive : line.path("_aws").path("CloudWatchMetrics")) {
            for (JsonNode dimensions : directive.path("Dimensions")) {
                String labels = labels(line, dimensions);
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    boolean counts = metric.path("Unit").asText().equals("Count");
                    add(
                            snake(name) + (counts ? "_total" : "_sum"),
                            labels,
                            line.path(name).decimalValue());
                    if (!counts) {
                        add(snake(name) + "_count", labels, BigDecimal.ONE);
                    }
                }
            }
        }
    }

    private synchronized void add(String counter, String labels, BigDecimal value) {
        counters.computeIfAbsent("latchkey_" + counter, key -> new TreeMap<>()).merge(labels, value, BigDecimal::add);
    }

    /** Returns all sums. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        counters.forEach((counter, sums) -> {
            text.append("# TYPE ").append(counter).append(" counter\n");
            sums.forEach((labels, sum) -> text.append(counter + labels + " " + sum.toPlainString() + "\n"));
        });
        return text.isEmpty() ? EMPTY : text.toString();
    }

    private static String labels(JsonNode line, JsonNode dimensions) {
        StringJoiner labels = new StringJoiner(",", "{", "}").setEmptyValue("");
        for (JsonNode name : dimensions) {
            String value = line.path(name.asText()).asText();
            String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            labels.add(name.asText() + "=\"" + escaped + "\"");
        }
        return labels.toString();
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
