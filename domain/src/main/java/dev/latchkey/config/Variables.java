package dev.latchkey.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Environment variables, read as typed and validated settings.
 *
 * <p>A variable that is unset or empty takes the default. Every other value that does not fit is an
 * {@link InvalidSettingException} that names the variable.
 */
public final class Variables {
    /** Whole seconds, or ISO 8601 in days, hours, minutes and seconds: bounded by the number of digits, to some 900 years. */
    private static final Pattern DURATION = Pattern.compile(
            "[0-9]{1,10}" + "|P(?=[0-9T])([0-9]{1,5}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,8}M)?([0-9]{1,10}S)?)?");

    /** A time of this century in UTC, to the microsecond. */
    private static final Pattern TIME =
            Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z");

    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final String NONE = "none";

    private final Map<String, String> values;

    /** Reads from the given variables. */
    public Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns a value that must be there. */
    public String required(String name) {
        return value(name).orElseThrow(() -> new InvalidSettingException(name, "is not set"));
    }

    /** Returns a text, or the default. */
    public String text(String name, String fallback) {
        return value(name).orElse(fallback);
    }

    /** Returns a text that matches a pattern, or the default; {@code form} describes the pattern to a person. */
    public String text(String name, String fallback, Pattern pattern, String form) {
        String value = text(name, fallback);
        if (!pattern.matcher(value).matches()) {
            throw new InvalidSettingException(name, "must be " + form + ", but is \"" + value + "\"");
        }
        return value;
    }

    /** Returns {@code true} or {@code false}, written so in lower case. */
    public boolean flag(String name, boolean fallback) {
        return value(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw new InvalidSettingException(name, "must be true or false, but is \"" + value + "\"");
                })
                .orElse(fallback);
    }

    /** Returns a whole number between two bounds, both included. */
    public int integer(String name, int fallback, int least, int most) {
        return value(name).map(value -> parseInteger(name, value, least, most)).orElse(fallback);
    }

    /** Returns a whole number between two bounds, both included, or nothing for {@code none} and by default. */
    public Optional<Integer> optionalInteger(String name, int least, int most) {
        return value(name).filter(value -> !isNone(value)).map(value -> parseInteger(name, value, least, most));
    }

    /** Returns a whole number between two bounds, both included, or the default, or nothing for {@code none}. */
    public Optional<Integer> optionalInteger(String name, int fallback, int least, int most) {
        String value = text(name, Integer.toString(fallback));
        return isNone(value) ? Optional.empty() : Optional.of(parseInteger(name, value, least, most));
    }

    /** Returns a duration longer than zero: a number of seconds, or ISO 8601 such as {@code PT10H} or {@code P7D}. */
    public Duration duration(String name, Duration fallback) {
        return value(name).map(value -> positive(name, value)).orElse(fallback);
    }

    /** Returns a duration of zero or more. */
    public Duration durationOrZero(String name, Duration fallback) {
        return value(name).map(value -> parseDuration(name, value)).orElse(fallback);
    }

    /** Returns a duration longer than zero, or nothing where the value, or the default, is {@code none}. */
    public Optional<Duration> optionalDuration(String name, String fallback) {
        String value = text(name, fallback);
        return isNone(value) ? Optional.empty() : Optional.of(positive(name, value));
    }

    /** Returns a time such as {@code 2026-11-27T21:00:00Z}, or nothing for {@code none} and by default. */
    public Optional<Instant> optionalTime(String name) {
        return value(name).filter(value -> !isNone(value)).map(value -> parseTime(name, value));
    }

    /** Returns one of an enum's constants, written in lower case. */
    public <E extends Enum<E>> E choice(String name, E fallback, Class<E> type) {
        Function<String, E> parse = value -> {
            for (E constant : type.getEnumConstants()) {
                if (written(constant).equals(value)) {
                    return constant;
                }
            }
            List<String> all = List.of(type.getEnumConstants()).stream()
                    .map(Variables::written)
                    .toList();
            throw new InvalidSettingException(
                    name, "must be one of " + String.join(", ", all) + ", but is \"" + value + "\"");
        };
        return value(name).map(parse).orElse(fallback);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isNone(String value) {
        return value.equals(NONE);
    }

    private static int parseInteger(String name, String value, int least, int most) {
        if (INTEGER.matcher(value).matches()) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new InvalidSettingException(
                name, "must be a whole number from " + least + " to " + most + ", but is \"" + value + "\"");
    }

    private static Instant parseTime(String name, String value) {
        try {
            if (TIME.matcher(value).matches()) {
                return Instant.parse(value);
            }
        } catch (DateTimeException e) {
            // A day that its month does not have. Told below, in words that name the setting.
        }
        throw new InvalidSettingException(
                name, "must be a time in UTC such as 2026-11-27T21:00:00Z, but is \"" + value + "\"");
    }

    private static Duration positive(String name, String value) {
        Duration duration = parseDuration(name, value);
        if (duration.isZero()) {
            throw new InvalidSettingException(name, "must be longer than zero");
        }
        return duration;
    }

    private static Duration parseDuration(String name, String value) {
        if (!DURATION.matcher(value).matches()) {
            throw new InvalidSettingException(
                    name,
                    "must be a number of seconds or an ISO 8601 duration such as PT10H, but is \"" + value + "\"");
        }
        return value.startsWith("P") ? Duration.parse(value) : Duration.ofSeconds(Long.parseLong(value));
    }
}
