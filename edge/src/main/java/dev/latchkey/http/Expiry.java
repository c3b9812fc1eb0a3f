package dev.latchkey.http;

import dev.latchkey.text.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How answers show a time that there may not be. */
public final class Expiry {
    private Expiry() {}

    /** Returns the time as text, or null for null. */
    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : UtcTime.text(time);
    }
}
