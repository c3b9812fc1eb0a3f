package dev.latchkey.http;

import dev.latchkey.telemetry.Audit;
import java.time.Duration;
import java.util.Map;

/** 429: too many attempts; body and header are those of {@code rest_framework.exceptions.Throttled}. */
public final class ThrottledException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** Builds the error; {@code wait} is rounded up to whole seconds, of which there is at least one. */
    public ThrottledException(Duration wait) {
        super(response(seconds(wait)));
    }

    private static Response response(long seconds) {
        String unit = seconds == 1 ? " second." : " seconds.";
        return detail(
                        429,
                        Map.of("Retry-After", Long.toString(seconds)),
                        "Request was throttled. Expected available in " + seconds + unit)
                .telling(Audit.of(Audit.Event.THROTTLED));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
