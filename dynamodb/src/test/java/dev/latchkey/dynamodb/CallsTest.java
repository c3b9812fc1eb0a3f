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

/** What lost against others until its time was up is no outage; what met load is one. */
class CallsTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final CancellationReason CONFLICT =
            CancellationReason.builder().code("TransactionConflict").build();
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

    private static boolean writeAgainAndAgain() {
        return Calls.callAgainOnConflict("UpdateItem", () -> {
            throw TransactionConflictException.builder().build();
        });
    }

    private static boolean transactAgainAndAgain(CancellationReason reason) {
        Calls.Retries retries = new Calls.Retries("TransactWriteItems");
        while (true) {
            if (Calls.call("TransactWriteItems", () -> false)) {
                return true;
            }
            retries.pauseAfter(List.of(CancellationReason.builder().code("None").build(), reason));
        }
    }
}
