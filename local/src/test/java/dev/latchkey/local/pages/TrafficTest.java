package dev.latchkey.local.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Traffic.Summary NOTHING = new Traffic.Summary(0, 0, 0, 0);

    private Instant now = Instant.parse("2026-11-28T10:00:30Z");
    private final Traffic traffic = new Traffic(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void countsByMinuteAndTellsHowLongItTook() {
        for (int millis = 1; millis <= 100; millis++) {
            traffic.take(millis <= 7 ? 401 : 200, millis);
        }
        now = now.plusSeconds(120);
        traffic.take(399, 9);
        assertThat(traffic.minutes())
                .hasSize(48)
                .endsWith(new Traffic.Summary(100, 7, 50, 95), NOTHING, new Traffic.Summary(1, 0, 9, 9));
        assertThat(traffic.all()).isEqualTo(new Traffic.Summary(101, 7, 50, 95));
    }

    @Test
    void forgetsWhatIsOlder() {
        traffic.take(200, 5);
        now = now.plusSeconds(47 * 60);
        assertThat(traffic.minutes()).startsWith(new Traffic.Summary(1, 0, 5, 5));
        now = now.plusSeconds(60);
        assertThat(traffic.minutes()).hasSize(48).containsOnly(NOTHING);
        assertThat(traffic.all()).isEqualTo(NOTHING);
    }

    @Test
    void keepsNoMoreThanItNeeds() {
        for (int i = 0; i < 10_000; i++) {
            traffic.take(500, i < 2_000 ? 1 : 900);
        }
        assertThat(traffic.all()).isEqualTo(new Traffic.Summary(10_000, 10_000, 1, 1));
    }
}
