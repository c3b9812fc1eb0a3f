package dev.latchkey.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time as text: UTC, microseconds, {@code Z}, as DRF shows Knox's.
 *
 * <p>Written by hand, since the first use of a {@code DateTimeFormatter} is felt in a cold start.
 */
public final class UtcTime {
    private UtcTime() {}

    /** Returns a time such as {@code 2026-03-01T09:30:00.123456Z}. */
    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(27).append(utc.toLocalDate()).append('T');
        padded(text, utc.getHour(), 2).append(':');
        padded(text, utc.getMinute(), 2).append(':');
        padded(text, utc.getSecond(), 2).append('.');
        return padded(text, utc.getNano() / 1_000, 6).append('Z').toString();
    }

    /** Returns a time as text, or null for null. */
    public static @Nullable String textOrNull(@Nullable Instant time) {
        return time == null ? null : text(time);
    }

    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.append("0".repeat(digits - plain.length())).append(plain);
    }
}
