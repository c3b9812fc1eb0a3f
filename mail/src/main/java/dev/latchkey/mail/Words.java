package dev.latchkey.mail;

import dev.latchkey.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Durations and times as people write them. */
final class Words {
    private static final List<String> ENGLISH =
            List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
    private static final List<String> GERMAN =
            List.of("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf");
    private static final DateTimeFormatter ENGLISH_TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm'\u00A0UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GERMAN_TIME = DateTimeFormatter.ofPattern(
                    "d. MMMM yyyy, HH:mm'\u00A0Uhr\u00A0(UTC)'", Locale.GERMAN)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Units from the longest on, each with its words for one (in the accusative) and for more. */
    private enum Unit {
        DAY(86_400, "one day", "days", "einen Tag", "Tage"),
        HOUR(3_600, "one hour", "hours", "eine Stunde", "Stunden"),
        MINUTE(60, "one minute", "minutes", "eine Minute", "Minuten"),
        SECOND(1, "one second", "seconds", "eine Sekunde", "Sekunden");

        private final long seconds;
        private final String oneEnglish;
        private final String english;
        private final String oneGerman;
        private final String german;

        Unit(long seconds, String oneEnglish, String english, String oneGerman, String german) {
            this.seconds = seconds;
            this.oneEnglish = oneEnglish;
            this.english = english;
            this.oneGerman = oneGerman;
            this.german = german;
        }

        private String counted(long count, Language language) {
            boolean spelled = count <= 12;
            return switch (language) {
                case EN -> count == 1 ? oneEnglish : (spelled ? ENGLISH.get((int) count - 2) : count) + " " + english;
                case DE -> count == 1 ? oneGerman : (spelled ? GERMAN.get((int) count - 2) : count) + " " + german;
            };
        }
    }

    /** Returns a duration in the longest unit that it is a whole number of, such as "one hour" or "90 Minuten". */
    static String duration(Duration duration, Language language) {
        long seconds = Math.max(1, duration.toSeconds());
        for (Unit unit : Unit.values()) {
            if (seconds % unit.seconds == 0) {
                return unit.counted(seconds / unit.seconds, language);
            }
        }
        throw new IllegalStateException("every whole number of seconds is one of seconds");
    }

    /** Returns a time to the minute, in UTC, such as "27 November 2026, 19:33 UTC". */
    static String time(Instant time, Language language) {
        return switch (language) {
            case EN -> ENGLISH_TIME.format(time);
            case DE -> GERMAN_TIME.format(time);
        };
    }
}
