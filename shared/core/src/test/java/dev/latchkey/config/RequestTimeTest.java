package dev.latchkey.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a function may take, after what others took before it. */
class RequestTimeTest {
    private static final Duration MORE_THAN_ALL = Duration.ofMinutes(1);

    private final RequestTime time = new RequestTime(RequestTime.OF_A_REQUEST);

    @Test
    void givesTheFirstRequestMore() {
        assertThat(left(Duration.ZERO)).isGreaterThan(RequestTime.OF_A_REQUEST);
        assertThat(left(Duration.ZERO)).isLessThanOrEqualTo(RequestTime.OF_A_REQUEST);
    }

    @Test
    void subtractsWhatHasPassed() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(1))).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_600));
        assertThat(left(RequestTime.OF_A_CHECK).plus(RequestTime.OF_A_CHECK)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void leavesEnoughForOneCall() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(20))).isBetween(Duration.ofMillis(300), RequestTime.LEAST);
    }

    @Test
    void doesNotBelieveClocksThatDiffer() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofDays(1))).isGreaterThan(RequestTime.LEAST);
        assertThat(left(Duration.ofSeconds(-5)))
                .isGreaterThan(RequestTime.LEAST)
                .isLessThanOrEqualTo(RequestTime.OF_A_REQUEST);
    }

    private Duration left(Duration passed) {
        return time.limit(passed, () -> Deadline.left(MORE_THAN_ALL));
    }
}
