package dev.latchkey.store;

import dev.latchkey.config.Deadline;
import dev.latchkey.telemetry.Timings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * How DynamoDB is called: provider failures become {@link StoreUnavailableException}, and what lost against a transaction on
 * the same item is tried again.
 *
 * <p>The SDK retries what is safe to retry within its own time-outs. A conflict is not its business: nothing was written, so
 * that the whole operation, its reads included, may run again.
 */
final class Calls {
    /** How often an operation is tried before the store counts as unavailable; 16 logins at once need about as many. */
    static final int ATTEMPTS = 40;

    private static final long BACKOFF_BASE_MILLIS = 4;
    private static final long BACKOFF_MOST_MILLIS = 120;
    private static final Duration BUDGET = Duration.ofMillis(2_600);

    private Calls() {}

    /** Calls DynamoDB once; a failed condition or cancelled transaction passes through. */
    static <T> T call(String operation, Supplier<T> call) {
        if (isOver()) {
            throw new StoreUnavailableException(operation);
        }
        try {
            return Timings.measure(Timings.Kind.STORE, call);
        } catch (ConditionalCheckFailedException
                | TransactionCanceledException
                | TransactionConflictException
                | TransactionInProgressException
                | IdempotentParameterMismatchException e) {
            throw e;
        } catch (ResourceNotFoundException | SdkClientException e) {
            if (e instanceof AbortedException) {
                Thread.currentThread().interrupt();
            }
            throw new StoreUnavailableException(operation, e);
        } catch (DynamoDbException e) {
            if (isOurBug(e)) {
                throw e;
            }
            throw new StoreUnavailableException(operation, e);
        }
    }

    /** Calls DynamoDB for a write to one item, again for as long as a transaction holds the item. */
    static <T> T callAgainOnConflict(String operation, Supplier<T> call) {
        Attempts attempts = new Attempts(operation);
        while (true) {
            try {
                return call(operation, call);
            } catch (TransactionConflictException e) {
                attempts.pause();
            }
        }
    }

    /**
     * Writes a transaction.
     *
     * @return the reasons if it was cancelled or is still in progress, one for each item in the order written; empty if it was
     *     done
     */
    static List<CancellationReason> transact(DynamoDbClient client, List<TransactWriteItem> items) {
        TransactWriteItemsRequest request =
                TransactWriteItemsRequest.builder().transactItems(items).build();
        try {
            call("TransactWriteItems", () -> client.transactWriteItems(request));
            return List.of();
        } catch (TransactionCanceledException e) {
            return e.cancellationReasons();
        } catch (TransactionInProgressException e) {
            // An earlier attempt of the same transaction goes on; whether it comes to be shows when it is written
            // again.
            return Collections.nCopies(
                    items.size(),
                    CancellationReason.builder().code("TransactionInProgress").build());
        }
    }

    /** Tells whether the condition on one of a cancelled transaction's items was false. */
    static boolean conditionFailed(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    /** Tells whether the request has had its time. */
    private static boolean isOver() {
        return Deadline.left(BUDGET).compareTo(Duration.ZERO) <= 0;
    }

    private static boolean isOurBug(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return "ValidationException".equals(code) || "SerializationException".equals(code);
    }

    /** Counts the attempts of one operation, with a growing, random pause between them, within a total time. */
    static final class Attempts {
        private final String operation;
        private final long deadline = System.nanoTime() + BUDGET.toNanos();
        private int made;

        Attempts(String operation) {
            this.operation = operation;
        }

        /** Waits before the next attempt; throws if there must not be one. */
        void pause() {
            made++;
            if (made >= ATTEMPTS || System.nanoTime() - deadline >= 0 || isOver()) {
                throw new StoreUnavailableException(operation);
            }
            long most = Math.min(BACKOFF_MOST_MILLIS, BACKOFF_BASE_MILLIS << Math.min(made, 10));
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(1, most + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException(operation, e);
            }
        }
    }
}
