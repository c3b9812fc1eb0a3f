package dev.latchkey.bench.cold;

import dev.latchkey.image.CacheKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started. */
public enum Mode {
    /** As it comes. */
    PLAIN("plain", false, false),
    /** As Lambda starts it on demand: serial collector, only the first compiler. */
    C1("C1, serial", false, true),
    /** With a class cache. */
    CACHE("cache", true, false),
    /** With both. */
    CACHE_C1("cache, C1, serial", true, true);

    private final String text;
    private final boolean cached;
    private final boolean light;

    Mode(String text, boolean cached, boolean light) {
        this.text = text;
        this.cached = cached;
        this.light = light;
    }

    /** Returns whether a cache has to be made first. */
    public boolean cached() {
        return cached;
    }

    /** Returns the flags that do not concern the cache. */
    public List<String> flags() {
        return light ? List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") : List.of();
    }

    /** Returns all flags, for a JVM with this form of cache in this file. */
    public List<String> flags(CacheKind kind, Path cache) {
        List<String> flags = new ArrayList<>(flags());
        if (cached) {
            flags.add(kind.useFlag(cache));
        }
        return flags;
    }

    @Override
    public String toString() {
        return text;
    }
}
