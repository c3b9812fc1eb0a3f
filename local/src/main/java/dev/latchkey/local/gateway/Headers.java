package dev.latchkey.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Header fields, found by their name in any case and kept as they were first written. */
final class Headers {
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers copy() {
        Headers copy = new Headers();
        fields.forEach(copy::setAll);
        return copy;
    }

    Headers add(String name, String value) {
        fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        return this;
    }

    Headers set(String name, String value) {
        fields.remove(name);
        return add(name, value);
    }

    Headers remove(String name) {
        fields.remove(name);
        return this;
    }

    Headers setAll(String name, List<String> values) {
        fields.remove(name);
        values.forEach(value -> add(name, value));
        return this;
    }

    Optional<String> last(String name) {
        return Optional.ofNullable(fields.get(name)).map(values -> values.get(values.size() - 1));
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Returns every value by name. */
    Map<String, List<String>> multiValue() {
        return fields;
    }

    /** Returns the last value by name, as API Gateway's single-value maps hold it. */
    Map<String, String> singleValue() {
        Map<String, String> last = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, values) -> last.put(name, values.get(values.size() - 1)));
        return last;
    }

    @Override
    public String toString() {
        return "Headers" + fields.keySet();
    }
}
