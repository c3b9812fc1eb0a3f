package dev.latchkey.cli.transfer;

import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Calls the store until it serves: a table that throttles is waited for without end, one that nothing answers for a minute,
 * and a refusal is not asked again.
 */
final class StoreRetry {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final Duration UNREACHABLE = Duration.ofMinutes(1);

    private final Runnable onWait;

    /**
     * Builds the retry.
     *
     * @param onWait called before each pause
     */
    StoreRetry(Runnable onWait) {
        this.onWait = onWait;
    }

    /**
     * Makes a call, again and again until it is served.
     *
     * @throws RuntimeException what the store last said, when it refuses the call or nothing answers for a minute
     */
    <T> T call(Supplier<T> call) {
        long start = System.nanoTime();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return call.get();
            } catch (StoreUnavailableException | ContentionException | SdkException e) {
                boolean tooLong = System.nanoTime() - start > UNREACHABLE.toNanos();
                if (isRefusal(e) || (tooLong && hasCause(e, ConnectException.class))) {
                    throw e;
                }
                onWait.run();
                pause(pauseMillis, e);
                pauseMillis = Math.min(MAX_PAUSE_MILLIS, pauseMillis * 2);
            }
        }
    }

    private static void pause(long maxMillis, RuntimeException cause) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(maxMillis / 2, maxMillis + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    /** No rights, no such table, no valid credentials: what another attempt does not change. */
    private static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DynamoDbException refused) {
                return refused.statusCode() >= 400 && refused.statusCode() < 500 && !refused.isThrottlingException();
            }
        }
        return false;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
