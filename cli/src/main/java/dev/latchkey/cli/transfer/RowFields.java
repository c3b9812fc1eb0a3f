package dev.latchkey.cli.transfer;

import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.UserIds;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row's fields, read as what they should be; JSON has them typed, CSV has everything as text. */
final class RowFields {
    static final int MAX_CHARACTERS = 1_024;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,16}");

    private final DumpRow row;
    private final ZoneId zone;

    RowFields(DumpRow row, ZoneId zone) {
        this.row = row;
        this.zone = zone;
    }

    /** Reads an id that an import may bring. */
    static long id(String name, @Nullable Object value) throws BadRowException {
        if (value == null) {
            throw new BadRowException(name + " is missing (dump without --natural-primary)");
        }
        String digits = value instanceof BigInteger || value instanceof String ? value.toString() : "";
        long id = DIGITS.matcher(digits).matches() ? Long.parseLong(digits) : 0;
        if (!UserIds.isImportable(id)) {
            throw new BadRowException(name + " is not a whole number from 1 to 2^40 - 1"
                    + (value instanceof Iterable ? " (dump without --natural-foreign)" : ""));
        }
        return id;
    }

    /** Reads a text; null and a missing field are empty. */
    String text(String name) throws BadRowException {
        Object value = row.field(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw new BadRowException(name + " is not a text");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw new BadRowException(name + " has more than " + MAX_CHARACTERS + " characters");
        }
        if (!CharFieldRule.violations(text).isEmpty()) {
            throw new BadRowException(name + " has a null or surrogate character");
        }
        return text;
    }

    /** Reads a text, or the digits of a number: some sites log people in by one. */
    String textOrDigits(String name) throws BadRowException {
        return row.field(name) instanceof BigInteger digits ? digits.toString() : text(name);
    }

    /** Reads a flag; a missing one is true, as {@code is_active} is for a model without it. */
    boolean flag(String name) throws BadRowException {
        Object value = row.field(name);
        if (value == null) {
            return true;
        }
        return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "yes", "y", "on", "b'1'", "\u0001" -> true;
            case "false", "f", "0", "no", "n", "off", "b'0'", "\u0000" -> false;
            default -> throw new BadRowException(name + " is neither true nor false");
        };
    }

    /** Reads a time, or null. */
    @Nullable Instant timeOrNull(String name) throws BadRowException {
        String text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return DumpTime.parse(text, zone);
        } catch (BadRowException e) {
            throw new BadRowException(name + " " + e.problem());
        }
    }

    /** Reads a time that must be there. */
    Instant time(String name) throws BadRowException {
        Instant time = timeOrNull(name);
        if (time == null) {
            throw new BadRowException(name + " is missing");
        }
        return time;
    }
}
