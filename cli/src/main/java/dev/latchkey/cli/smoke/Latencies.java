package dev.latchkey.cli.smoke;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long calls took, by name: the very first one, which may have met a cold function, and those of a measurement. */
final class Latencies {
    private final Map<String, Duration> first = new LinkedHashMap<>();
    private final Map<String, List<Duration>> warm = new LinkedHashMap<>();

    /** Takes a call of any kind; only the first one of a name is kept. */
    void any(String name, Duration took) {
        first.putIfAbsent(name, took);
    }

    /** Takes a call of a measurement. */
    void measured(String name, Duration took) {
        warm.computeIfAbsent(name, key -> new ArrayList<>()).add(took);
    }

    /** Returns the first call of each name. */
    Map<String, Duration> first() {
        return first;
    }

    /** Returns how many calls of a name were measured. */
    int count(String name) {
        return warm.getOrDefault(name, List.of()).size();
    }

    /**
     * Returns the least time that at least so many percent of a name's measured calls did not exceed.
     *
     * @param percent from 1 to 100
     */
    Duration percentile(String name, int percent) {
        List<Duration> sorted =
                warm.getOrDefault(name, List.of()).stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured of " + name);
        }
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
