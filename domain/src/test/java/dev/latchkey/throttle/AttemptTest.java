package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Test
    void succeedsOnceHoweverOftenItIsSaid() {
        Attempt attempt = attempt(() -> {});
        attempt.succeeded().close();
        attempt.succeeded().close();
        attempt.succeeded().close();
        assertThat(calls).containsExactly("forgive");
    }

    @Test
    void isAbandonedOnceHoweverOftenItIsSaid() {
        Attempt attempt = attempt(() -> {});
        attempt.abandoned();
        attempt.abandoned();
        assertThat(calls).containsExactly("take back");
    }

    @Test
    void whatEndedFirstHolds() {
        Attempt succeeded = attempt(() -> {});
        succeeded.succeeded().close();
        succeeded.abandoned();
        Attempt abandoned = attempt(() -> {});
        abandoned.abandoned();
        abandoned.succeeded().close();
        Attempt failed = attempt(() -> {});
        failed.failed();
        failed.abandoned();
        failed.succeeded().close();
        assertThat(calls).containsExactly("forgive", "take back", "fail");
    }

    @Test
    void twoThatWereJoinedEndTogether() {
        Attempt attempt = attempt(() -> {});
        attempt.join(attempt(() -> {}));
        attempt.failed();
        attempt.abandoned();
        assertThat(calls).containsExactly("fail", "fail");
    }

    @Test
    void aStoreThatDoesNotAnswerLeavesTheCountTooHigh() {
        for (RuntimeException failure :
                List.of(new StoreUnavailableException("count"), new ContentionException("count"))) {
            attempt(() -> {
                        throw failure;
                    })
                    .succeeded()
                    .close();
            attempt(() -> {
                        throw failure;
                    })
                    .abandoned();
            attempt(() -> {
                        throw failure;
                    })
                    .failed();
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void anUncountedAttemptCallsNothing() {
        Attempt attempt = Attempt.uncounted();
        attempt.abandoned();
        attempt.succeeded().close();
        assertThat(calls).isEmpty();
    }

    private Attempt attempt(Runnable before) {
        AttemptStore.Subject subject = new AttemptStore.Subject("login", "192.0.2.1", "alice");
        AttemptStore.Limits limits = new AttemptStore.Limits(1, 1, Duration.ofMinutes(1), Duration.ZERO);
        return Attempt.of(new Recorded(before), new AttemptStore.Counted(subject, limits, Instant.EPOCH, 1));
    }

    /** Notes what it is asked for. */
    private final class Recorded implements AttemptStore {
        private final Runnable before;

        Recorded(Runnable before) {
            this.before = before;
        }

        @Override
        public Decision count(Subject subject, Limits limits, Instant now) {
            throw new AssertionError("counted already");
        }

        @Override
        public void fail(Counted attempt) {
            before.run();
            calls.add("fail");
        }

        @Override
        public void forgive(Counted attempt) {
            before.run();
            calls.add("forgive");
        }

        @Override
        public void takeBack(Counted attempt) {
            before.run();
            calls.add("take back");
        }

        @Override
        public void clear(Counted attempt) {
            before.run();
            calls.add("clear");
        }

        @Override
        public boolean forgetSource(String kind, String source) {
            throw new AssertionError("nobody unlocks");
        }

        @Override
        public int forget(String kind, String account) {
            throw new AssertionError("nobody unlocks");
        }
    }
}
