package dev.latchkey.cli.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void givesTheNearestRank() {
        for (int millis = 100; millis >= 1; millis--) {
            latencies.measured("GET user", Duration.ofMillis(millis));
        }
        assertThat(latencies.percentile("GET user", 50)).isEqualTo(Duration.ofMillis(50));
        assertThat(latencies.percentile("GET user", 90)).isEqualTo(Duration.ofMillis(90));
        assertThat(latencies.percentile("GET user", 99)).isEqualTo(Duration.ofMillis(99));
        assertThat(latencies.percentile("GET user", 100)).isEqualTo(Duration.ofMillis(100));
        assertThat(latencies.count("GET user")).isEqualTo(100);
    }

    @Test
    void givesTheOnlyOneThereIs() {
        latencies.measured("GET user", Duration.ofMillis(7));
        assertThat(latencies.percentile("GET user", 1)).isEqualTo(Duration.ofMillis(7));
        assertThat(latencies.percentile("GET user", 99)).isEqualTo(Duration.ofMillis(7));
        assertThatThrownBy(() -> latencies.percentile("GET tokens", 50)).hasMessageContaining("GET tokens");
    }

    @Test
    void keepsTheFirstCallOnly() {
        latencies.any("GET user", Duration.ofMillis(900));
        latencies.any("GET user", Duration.ofMillis(3));
        assertThat(latencies.first()).containsEntry("GET user", Duration.ofMillis(900));
        assertThat(latencies.count("GET user")).isZero();
    }
}
