package dev.latchkey.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a function may take, after what others took before it. */
class RequestTimeTest {
    private static final Duration MORE_THAN_ALL = Duration.ofMinutes(1);

    private final RequestTime time = new RequestTime(RequestTime.REQUEST_BUDGET);

    @Test
    void givesTheFirstRequestMore() {
        assertThat(left(Duration.ZERO)).isGreaterThan(RequestTime.REQUEST_BUDGET);
        assertThat(left(Duration.ZERO)).isLessThanOrEqualTo(RequestTime.REQUEST_BUDGET);
    }

    @Test
    void subtractsWhatHasPassed() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(1))).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_600));
        assertThat(left(RequestTime.CHECK_BUDGET).plus(RequestTime.CHECK_BUDGET))
                .isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void leavesEnoughForOneCall() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(20))).isBetween(Duration.ofMillis(300), RequestTime.MIN_BUDGET);
    }

    @Test
    void doesNotBelieveClocksThatDiffer() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofDays(1))).isGreaterThan(RequestTime.MIN_BUDGET);
        assertThat(left(Duration.ofSeconds(-5)))
                .isGreaterThan(RequestTime.MIN_BUDGET)
                .isLessThanOrEqualTo(RequestTime.REQUEST_BUDGET);
    }

    private Duration left(Duration passed) {
        return time.limit(passed, () -> Deadline.remainingAtMost(MORE_THAN_ALL));
    }
}
