package dev.latchkey.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short run in every build, without the fuzzer and so without guidance: each target on its corpus, and on changed inputs of it.
 *
 * <p>A failure names its input, in base64; {@code -Dlatchkey.seed=…} repeats a run, {@code -Dlatchkey.mutations=…} makes it longer.
 */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("latchkey.mutations", 1_000);
    private static final long SEED = Long.getLong("latchkey.seed", System.nanoTime());
    private static final List<String> WORDS = List.of(
            "\0",
            "\"",
            "'",
            "\\u0000",
            "\\ud800",
            "\u0130",
            "\uFEFF",
            "%",
            "%00",
            "&",
            "=",
            "{",
            "}",
            "[",
            "]",
            "$",
            ",",
            "\r\n",
            "-1",
            "0",
            "2147483648",
            "9223372036854775808",
            "1e999",
            "null",
            "true",
            "e\u0301",
            "🙂",
            "::",
            "@",
            ".",
            " ",
            "\t");

    static Stream<Target> targets() {
        return Target.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatIsKeptPasses(Target target) throws Exception {
        for (byte[] input : target.corpus()) {
            run(target, input);
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingUndocumentedEscapes(Target target) throws Exception {
        List<byte[]> corpus = target.corpus();
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = pick(corpus, random);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                input = changed(input, corpus, random);
            }
            run(target, input);
        }
    }

    private static void run(Target target, byte[] input) {
        try {
            target.run(input);
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + SEED + ", input " + Base64.getEncoder().encodeToString(input), e);
        }
    }

    private static byte[] changed(byte[] input, List<byte[]> corpus, Random random) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(9));
        byte[] before = Arrays.copyOf(input, from);
        byte[] part = Arrays.copyOfRange(input, from, to);
        byte[] after = Arrays.copyOfRange(input, to, input.length);
        return switch (random.nextInt(6)) {
            case 0 -> joined(before, after);
            case 1 -> joined(before, part, part, after);
            case 2 -> joined(before, new byte[] {(byte) random.nextInt(256)}, after);
            case 3 -> joined(before, pick(corpus, random));
            default -> joined(before, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8), after);
        };
    }

    private static byte[] pick(List<byte[]> corpus, Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
