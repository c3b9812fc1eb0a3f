package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Deadline;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** What lost against others until its time was up is no outage; what met load, or may have been done, is one. */
class CallsTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final CancellationReason CONFLICT =
            CancellationReason.builder().code("TransactionConflict").build();
    private static final CancellationReason IN_PROGRESS =
            CancellationReason.builder().code("TransactionInProgress").build();
    private static final CancellationReason LOAD =
            CancellationReason.builder().code("ThrottlingError").build();

    @RepeatedTest(5)
    void aWriteThatAlwaysConflictsIsContended() {
        assertThatThrownBy(() -> Deadline.within(SHORT, CallsTest::writeAgainAndAgain))
                .isInstanceOf(ContentionException.class);
    }

    @RepeatedTest(5)
    void aTransactionThatIsAlwaysCancelledForAConflictIsContended() {
        assertThatThrownBy(() -> Deadline.within(SHORT, () -> transactAgainAndAgain(CONFLICT)))
                .isInstanceOf(ContentionException.class);
    }

    @RepeatedTest(5)
    void aTransactionThatIsAlwaysCancelledForLoadIsUnavailable() {
        assertThatThrownBy(() -> Deadline.within(SHORT, () -> transactAgainAndAgain(LOAD)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    /** The earlier attempt may come to be after all: nobody may be told that nothing was done. */
    @RepeatedTest(5)
    void aTransactionOfWhichAnAttemptWasInProgressIsUnavailable() {
        assertThatThrownBy(() -> Deadline.within(SHORT, () -> transactAgainAndAgain(IN_PROGRESS, CONFLICT)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private static boolean writeAgainAndAgain() {
        return Calls.callAgainOnConflict("UpdateItem", () -> {
            throw TransactionConflictException.builder().build();
        });
    }

    /** Is cancelled for the first reason once, and then for the last one. */
    private static boolean transactAgainAndAgain(CancellationReason... reasons) {
        Calls.Retries retries = new Calls.Retries("TransactWriteItems");
        CancellationReason none = CancellationReason.builder().code("None").build();
        for (int attempt = 0; ; attempt++) {
            retries.pauseAfter(List.of(none, reasons[Math.min(attempt, reasons.length - 1)]));
            if (Calls.call("TransactWriteItems", () -> false)) {
                return true;
            }
        }
    }
}
