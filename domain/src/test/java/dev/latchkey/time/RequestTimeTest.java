package dev.latchkey.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a function may take, after what others took before it. */
class RequestTimeTest {
    private static final Duration MORE_THAN_ALL = Duration.ofMinutes(1);

    private final RequestTime time = new RequestTime(RequestTime.REQUEST_BUDGET);

    /** The numbers that the template's time-outs and docs are built on: a change here is a change there. */
    @Test
    void theBudgetsAreWhatTheDocsSay() {
        assertThat(RequestTime.REQUEST_BUDGET).hasMillis(2_600);
        assertThat(RequestTime.CHECK_BUDGET).hasMillis(1_900);
        assertThat(RequestTime.MIN_BUDGET).hasMillis(900);
        assertThat(RequestTime.FIRST_REQUEST_BUDGET).hasSeconds(8);
    }

    @Test
    void givesTheFirstRequestMore() {
        assertThat(left(Duration.ZERO)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        assertThat(left(Duration.ZERO)).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_600));
    }

    @Test
    void subtractsWhatHasPassed() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(1))).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_600));
    }

    @Test
    void leavesEnoughForOneCall() {
        left(Duration.ZERO);
        assertThat(left(Duration.ofSeconds(20))).isBetween(Duration.ofMillis(300), Duration.ofMillis(900));
        assertThat(left(Duration.ofSeconds(29)))
                .as("the oldest that is believed")
                .isLessThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void doesNotBelieveClocksThatDiffer() {
        left(Duration.ZERO);
        for (Duration passed : List.of(Duration.ofDays(1), Duration.ofMillis(29_001), Duration.ofSeconds(-5))) {
            assertThat(left(passed))
                    .as(passed.toString())
                    .isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_600));
        }
    }

    private Duration left(Duration passed) {
        return time.limit(passed, () -> Deadline.remainingAtMost(MORE_THAN_ALL));
    }
}
