package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.time.Duration;
import java.util.Map;

/** 429: too many attempts; body and header are those of {@code rest_framework.exceptions.Throttled}. */
public final class ThrottledException extends ApiException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the error.
     *
     * @param retryAfter rounded up to whole seconds, of which there is at least one
     * @param event for the log
     */
    public ThrottledException(Duration retryAfter, AccountEvent event) {
        super(response(seconds(retryAfter), event));
    }

    private static Response response(long seconds, AccountEvent event) {
        String unit = seconds == 1 ? " second." : " seconds.";
        return detail(
                        429,
                        Map.of("Retry-After", Long.toString(seconds)),
                        "Request was throttled. Expected available in " + seconds + unit)
                .withEvent(event);
    }

    private static long seconds(Duration retryAfter) {
        return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    }
}
