package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what a map of the JDK does, in less room. */
class LongMapTest {
    /** Enough for the map to grow four times. */
    private static final int ENTRIES = 20_000;

    /** Keys of every shape: scattered, in a row, and such that many of them want the same slot. */
    static Stream<Named<LongUnaryOperator>> keys() {
        return Stream.of(
                Named.of("random", i -> new Random(i).nextLong()),
                Named.of("counted", i -> i + 1),
                Named.of("negative", i -> -i - 1),
                Named.of("few", i -> i % 50 + 1),
                Named.of("alike in their lower bits", i -> (i + 1) << 40),
                Named.of(
                        "the inverse of the spread, so that all want one slot",
                        i -> (i % 500 + 1) * 0xF1DE83E19937733DL),
                Named.of("extreme", i -> i % 2 == 0 ? Long.MAX_VALUE - i : Long.MIN_VALUE + i));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void agreesWithHashMap(LongUnaryOperator keys) {
        LongMap map = new LongMap();
        Map<Long, Long> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < ENTRIES; i++) {
            long key = keys.applyAsLong(i);
            long value = 1L + random.nextInt(Integer.MAX_VALUE);
            Long before = expected.putIfAbsent(key, value);
            assertThat(map.putIfAbsent(key, value)).isEqualTo(before == null ? 0 : before);
            long other = keys.applyAsLong(random.nextInt(ENTRIES));
            assertThat(map.get(other)).isEqualTo(expected.getOrDefault(other, 0L));
        }
        expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }
}
