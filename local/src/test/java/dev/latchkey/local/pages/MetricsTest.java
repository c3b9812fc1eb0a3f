package dev.latchkey.local.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines in embedded metric format, summed up. */
class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void addsUpWhatTheLinesSay() {
        metrics.take(line("/a", "ok", "1.5"));
        metrics.take(line("/a", "ok", "0.25"));
        metrics.take(line("/a", "refused", "2"));
        metrics.take(line("say \\\"a\\\"\\n", "ok", "3"));
        assertThat(metrics.text()).isEqualTo("""
                        # TYPE latchkey_requests_total counter
                        latchkey_requests_total{route="/a",outcome="ok"} 2
                        latchkey_requests_total{route="/a",outcome="refused"} 1
                        latchkey_requests_total{route="say \\"a\\"\\n",outcome="ok"} 1
                        # TYPE latchkey_store_ms_count counter
                        latchkey_store_ms_count 4
                        # TYPE latchkey_store_ms_sum counter
                        latchkey_store_ms_sum 6.75
                        """);
    }

    @Test
    void passesOverEverythingElse() {
        for (String line : new String[] {"", "text", "{", "{}", "[1]", "{\"_aws\": 1}", "{\"level\":\"INFO\"}"}) {
            metrics.take(line);
        }
        assertThat(metrics.text()).startsWith("# Nothing yet");
    }

    private static String line(String route, String outcome, String millis) {
        return "{\"_aws\":{\"CloudWatchMetrics\":["
                + "{\"Dimensions\":[[\"route\",\"outcome\"]],\"Metrics\":[{\"Name\":\"requests\",\"Unit\":\"Count\"}]},"
                + "{\"Dimensions\":[[]],\"Metrics\":[{\"Name\":\"storeMs\",\"Unit\":\"Milliseconds\"}]}]},"
                + "\"route\":\"" + route + "\",\"outcome\":\"" + outcome + "\",\"requests\":1,\"storeMs\":" + millis
                + "}";
    }
}
