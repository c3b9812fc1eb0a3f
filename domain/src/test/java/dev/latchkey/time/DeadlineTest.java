package dev.latchkey.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void thereIsNoneOutsideARequest() {
        assertThat(Deadline.remainingAtMost(HOUR)).isEqualTo(HOUR);
        assertThat(Deadline.paused(() -> "done")).isEqualTo("done");
    }

    @Test
    void aRequestHasNoMoreThanItWasGiven() {
        Duration left = Deadline.within(Duration.ofMinutes(1), () -> Deadline.remainingAtMost(HOUR));
        assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(Deadline.remainingAtMost(HOUR)).as("afterwards").isEqualTo(HOUR);
    }

    /** The work takes longer than the whole deadline, and afterwards all of it is left. */
    @Test
    void whatIsNotDynamoDbsTimeIsNotTakenFromIt() {
        Duration given = Duration.ofMillis(500);
        Duration left = Deadline.within(given, () -> {
            Deadline.paused(() -> spin(given.plusMillis(50)));
            return Deadline.remainingAtMost(HOUR);
        });
        assertThat(left).isPositive();
    }

    @Test
    void withoutAPauseTheTimeIsGone() {
        Duration given = Duration.ofMillis(500);
        Duration left = Deadline.within(given, () -> {
            spin(given.plusMillis(50));
            return Deadline.remainingAtMost(HOUR);
        });
        assertThat(left).isNegative();
    }

    private static boolean spin(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return true;
    }
}
