package dev.latchkey.cli.transfer;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a Django table, as a dump has it.
 *
 * @param position where it begins
 * @param model the model's label in lower case, such as {@code auth.user}
 * @param key the primary key: a number or text; null if there is none
 * @param fields the other columns, by Django's field names
 */
record DumpRow(
        FilePosition position, String model, @Nullable Object key, Map<String, @Nullable Object> fields) {
    DumpRow {
        model = model.toLowerCase(Locale.ROOT);
    }

    /** Returns a field's value, whatever case its name has in the dump. */
    @Nullable Object field(String name) {
        return fields.get(spelling(name));
    }

    boolean has(String name) {
        return fields.containsKey(spelling(name));
    }

    private String spelling(String name) {
        return fields.containsKey(name) ? name : name.toLowerCase(Locale.ROOT);
    }
}
