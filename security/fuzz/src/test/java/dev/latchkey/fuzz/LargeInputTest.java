package dev.latchkey.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the corpus of a target is made of, repeated to the most that the API reads, costs little processor time. */
class LargeInputTest {
    private static final int LARGEST = 64 * 1024;
    private static final int INPUTS = 25;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    static Stream<Target> targets() {
        return Target.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void costsLittle(Target target) throws Throwable {
        List<byte[]> inputs = target.corpus();
        assertThat(inputs).as("corpus").isNotEmpty();
        for (byte[] input : inputs.subList(0, Math.min(INPUTS, inputs.size()))) {
            for (byte[] large : List.of(repeated(input, 0, input.length), middle(input), end(input))) {
                assertThat(cost(target, large)).isLessThan(LIMIT);
            }
        }
    }

    private static Duration cost(Target target, byte[] input) throws Throwable {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        target.run(input);
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }

    private static byte[] middle(byte[] input) {
        return repeated(input, input.length / 3, input.length - input.length / 3);
    }

    private static byte[] end(byte[] input) {
        return repeated(input, Math.max(0, input.length - 2), input.length);
    }

    /** Returns the input with one part of it repeated. */
    private static byte[] repeated(byte[] input, int from, int to) {
        byte[] large = Arrays.copyOf(input, LARGEST);
        int part = Math.max(1, to - from);
        int tail = input.length - to;
        for (int i = to; i < LARGEST - tail; i++) {
            large[i] = i < part ? 0 : large[i - part];
        }
        System.arraycopy(input, to, large, LARGEST - tail, tail);
        return large;
    }
}
