package dev.latchkey.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters in a query string, decoded. */
final class QueryString {
    private static final QueryString NONE = new QueryString();

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private QueryString() {}

    static QueryString parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return NONE;
        }
        QueryString parsed = new QueryString();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                parsed.add(pair);
            }
        }
        return parsed;
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = PercentEncoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : PercentEncoding.decodeQuery(pair.substring(equals + 1));
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Map<String, List<String>> multiValue() {
        return values;
    }

    /** Returns the last value by name. */
    Map<String, String> singleValue() {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.get(all.size() - 1)));
        return last;
    }
}
