package dev.latchkey.dynamodb;

import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Deadline;
import dev.latchkey.time.Timings;
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
public final class Calls {
    /** How often an operation is tried at most; 16 logins at once need about as many. */
    private static final int MAX_ATTEMPTS = 40;

    /** A reason of ours, beside DynamoDB's. */
    private static final String IN_PROGRESS = "TransactionInProgress";

    private static final long BACKOFF_BASE_MILLIS = 4;
    private static final long MAX_BACKOFF_MILLIS = 120;

    /** With less time than that no attempt is begun: one at a token limit lists sessions and then writes. */
    private static final long MIN_ATTEMPT_MILLIS = 200;

    private static final Duration BUDGET = Duration.ofMillis(2_600);

    private Calls() {}

    /** Calls DynamoDB once; a failed condition or cancelled transaction passes through. */
    public static <T> T call(String operation, Supplier<T> call) {
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
            if (isClientError(e)) {
                throw e;
            }
            throw new StoreUnavailableException(operation, e);
        }
    }

    /** Calls DynamoDB for a write to one item, again for as long as a transaction holds the item. */
    public static <T> T callAgainOnConflict(String operation, Supplier<T> call) {
        Retries retries = new Retries(operation);
        while (true) {
            try {
                return call(operation, call);
            } catch (TransactionConflictException e) {
                retries.pauseAfterConflict();
            }
        }
    }

    /**
     * Writes a transaction.
     *
     * @return the reasons if it was cancelled or is still in progress, one for each item in the order written; empty if it was
     *     done
     */
    public static List<CancellationReason> transact(DynamoDbClient client, List<TransactWriteItem> items) {
        return transact(
                client, TransactWriteItemsRequest.builder().transactItems(items).build());
    }

    /**
     * Writes a transaction that is done once, however often it is written under the same name within ten minutes.
     *
     * @param attempt the name, at most 36 characters ({@code ClientRequestToken})
     * @return as {@link #transact(DynamoDbClient, List)} does
     */
    static List<CancellationReason> transact(DynamoDbClient client, List<TransactWriteItem> items, String attempt) {
        return transact(
                client,
                TransactWriteItemsRequest.builder()
                        .transactItems(items)
                        .clientRequestToken(attempt)
                        .build());
    }

    private static List<CancellationReason> transact(DynamoDbClient client, TransactWriteItemsRequest request) {
        try {
            call("TransactWriteItems", () -> client.transactWriteItems(request));
            return List.of();
        } catch (TransactionCanceledException e) {
            return e.cancellationReasons();
        } catch (TransactionInProgressException e) {
            // An earlier attempt of the same transaction goes on; whether it comes to be shows when it is written
            // again.
            return Collections.nCopies(
                    request.transactItems().size(),
                    CancellationReason.builder().code(IN_PROGRESS).build());
        }
    }

    /** Tells whether the condition on one of a cancelled transaction's items was false. */
    public static boolean conditionFailed(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    /** Tells whether the request has had its time. */
    private static boolean isOver() {
        return Deadline.remainingAtMost(BUDGET).compareTo(Duration.ZERO) <= 0;
    }

    private static boolean isClientError(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return "ValidationException".equals(code) || "SerializationException".equals(code);
    }

    /** Counts the retries of one operation, with a growing, random pause between them, within a total time. */
    public static final class Retries {
        private static final List<String> LOAD = List.of("ThrottlingError", "ProvisionedThroughputExceeded");

        private final String operation;
        private final long deadline = System.nanoTime() + BUDGET.toNanos();
        private int made;
        private boolean unsettled;

        /** Begins to count. */
        public Retries(String operation) {
            this.operation = operation;
        }

        /**
         * Waits before a cancelled transaction is written again.
         *
         * @throws ContentionException if there must not be another attempt, and all that was in the way were other writes
         * @throws StoreUnavailableException if there must not be another attempt, and DynamoDB refused for load, or an earlier
         *     attempt was still in progress, so that nobody knows what comes of it
         */
        public void pauseAfter(List<CancellationReason> reasons) {
            unsettled = unsettled || has(reasons, List.of(IN_PROGRESS));
            boolean load = has(reasons, LOAD);
            pause(
                    load || unsettled
                            ? () -> new StoreUnavailableException(operation)
                            : () -> new ContentionException(operation));
        }

        /**
         * Waits before a call that lost against a transaction is made again.
         *
         * @throws ContentionException if there must not be another attempt
         */
        public void pauseAfterConflict() {
            pause(() -> new ContentionException(operation));
        }

        /**
         * Waits before DynamoDB is asked for what it left out under load.
         *
         * @throws StoreUnavailableException if there must not be another attempt
         */
        public void pauseAfterLoad() {
            pause(() -> new StoreUnavailableException(operation));
        }

        /**
         * Waits, if there is time for another attempt afterwards. One that was begun too late would be cut off, and what lost
         * against others would be told as an outage.
         */
        private void pause(Supplier<RuntimeException> failure) {
            made++;
            long longest = Math.min(MAX_BACKOFF_MILLIS, BACKOFF_BASE_MILLIS << Math.min(made, 10));
            long millis = ThreadLocalRandom.current().nextLong(1, longest + 1);
            Duration left = Deadline.remainingAtMost(Duration.ofNanos(deadline - System.nanoTime()));
            if (made >= MAX_ATTEMPTS || left.toMillis() < millis + MIN_ATTEMPT_MILLIS) {
                throw failure.get();
            }
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException(operation, e);
            }
        }

        private static boolean has(List<CancellationReason> reasons, List<String> codes) {
            return codes.stream().anyMatch(code -> reasons.stream().anyMatch(reason -> code.equals(reason.code())));
        }
    }
}
