package dev.latchkey.dynamodb;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of a DynamoDB item, read and written as Latchkey's types. */
public final class Item {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Map<String, AttributeValue> attributes;

    public Item() {
        this(new HashMap<>());
    }

    public Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    public Map<String, AttributeValue> attributes() {
        return attributes;
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    public String text(String name) {
        return get(name).s();
    }

    public String text(String name, String fallback) {
        AttributeValue value = attributes.get(name);
        return value == null ? fallback : value.s();
    }

    public long number(String name) {
        return Long.parseLong(get(name).n());
    }

    public long number(String name, long fallback) {
        return has(name) ? number(name) : fallback;
    }

    public byte[] bytes(String name) {
        return get(name).b().asByteArray();
    }

    public boolean flag(String name) {
        return get(name).bool();
    }

    public Instant time(String name) {
        return instant(number(name));
    }

    public @Nullable Instant timeOrNull(String name) {
        return has(name) ? time(name) : null;
    }

    /** Returns times by name; none where the attribute is missing. */
    Map<String, Instant> times(String name) {
        Map<String, Instant> times = new HashMap<>();
        if (has(name)) {
            get(name).m().forEach((key, value) -> times.put(key, instant(Long.parseLong(value.n()))));
        }
        return times;
    }

    /** Returns texts by name; none where the attribute is missing. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new HashMap<>();
        if (has(name)) {
            get(name).m().forEach((key, value) -> texts.put(key, value.s()));
        }
        return texts;
    }

    /** Returns a set of texts; the empty one where the attribute is missing. */
    public List<String> texts(String name) {
        return has(name) ? get(name).ss() : List.of();
    }

    public Item put(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    public Item put(String name, String value) {
        return put(name, string(value));
    }

    public Item put(String name, long value) {
        return put(name, AttributeValue.fromN(Long.toString(value)));
    }

    public Item put(String name, boolean value) {
        return put(name, AttributeValue.fromBool(value));
    }

    public Item put(String name, byte[] value) {
        return put(name, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value)));
    }

    public Item put(String name, Instant value) {
        return put(name, micros(value));
    }

    public Item putIfPresent(String name, @Nullable Instant value) {
        return value == null ? this : put(name, value);
    }

    public static AttributeValue string(String value) {
        return AttributeValue.fromS(value);
    }

    public static AttributeValue numeric(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue times(Map<String, Instant> times) {
        Map<String, AttributeValue> values = new HashMap<>();
        times.forEach((key, time) -> values.put(key, numeric(micros(time))));
        return AttributeValue.fromM(values);
    }

    /** Times are whole microseconds since the epoch; not by {@code ChronoUnit}, which counts nanoseconds and ends in 2262. */
    public static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / NANOS_PER_MICRO);
    }

    /** TTL deletion wants whole seconds; rounded up, so that it never comes before the expiry. */
    public static long ttlSeconds(Instant expiry) {
        return expiry.getNano() == 0 ? expiry.getEpochSecond() : expiry.getEpochSecond() + 1;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private AttributeValue get(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("a stored item lacks " + name);
        }
        return value;
    }
}
