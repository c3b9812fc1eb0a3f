package dev.latchkey.cli.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as Django's JSON, PostgreSQL, SQLite and MySQL write them. */
final class DumpTime {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?) ?(Z|UTC|[+-]\\d\\d(?::?\\d\\d)?)?");

    private DumpTime() {}

    /**
     * Reads a time.
     *
     * @param zone the zone of a time that names none
     * @return the time, to the microsecond
     */
    static Instant parse(String text, ZoneId zone) throws BadRowException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadRowException("is no time that Django writes");
        }
        try {
            String offset = matcher.group(3);
            ZoneId in = offset == null ? zone : offset.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(offset);
            return LocalDate.parse(matcher.group(1))
                    .atTime(LocalTime.parse(matcher.group(2)))
                    .atZone(in)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new BadRowException("is no time that there is");
        }
    }
}
