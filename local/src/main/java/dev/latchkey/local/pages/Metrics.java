package dev.latchkey.local.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What CloudWatch would make of the lines that functions log in embedded metric format, summed up since the start, as text in
 * the form that Prometheus reads.
 *
 * <p>See the AWS page "Specification: Embedded metric format".
 */
public final class Metrics {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMPTY =
            "# Nothing yet: the functions have sent no metrics since the server was started.\n";

    private final Map<String, Map<String, Sum>> metrics = new TreeMap<>();

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
                    add(metric.path("Name").asText(), metric.path("Unit").asText(), labels, line);
                }
            }
        }
    }

    private synchronized void add(String name, String unit, String labels, JsonNode line) {
        String metric = unit.equals("Count") ? snake(name) + "_total" : snake(name);
        metrics.computeIfAbsent(metric, key -> new TreeMap<>())
                .computeIfAbsent(labels, key -> new Sum())
                .add(line.path(name).asDouble());
    }

    /** Returns all sums. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        metrics.forEach((name, sums) -> {
            boolean counts = name.endsWith("_total");
            text.append("# TYPE latchkey_").append(name).append(counts ? " counter\n" : " summary\n");
            sums.forEach((labels, sum) -> {
                if (counts) {
                    line(text, name, labels, sum.total);
                } else {
                    line(text, name + "_sum", labels, sum.total);
                    line(text, name + "_count", labels, (double) sum.count);
                }
            });
        });
        return text.isEmpty() ? EMPTY : text.toString();
    }

    private static void line(StringBuilder text, String name, String labels, double value) {
        text.append("latchkey_").append(name).append(labels).append(' ');
        text.append(String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value));
        text.append('\n');
    }

    private static String labels(JsonNode line, JsonNode dimensions) {
        Map<String, String> labels = new LinkedHashMap<>();
        dimensions.forEach(
                name -> labels.put(name.asText(), line.path(name.asText()).asText()));
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"'));
        return text.append('}').toString();
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** What one metric with one set of dimensions came to. */
    private static final class Sum {
        private double total;
        private long count;

        void add(double value) {
            total += value;
            count++;
        }
    }
}
