package dev.latchkey.bench.prime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.snapstart.Priming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Does in one process what SnapStart spreads over two: builds a handler, runs its hook, then serves real events.
 *
 * <p>Arguments: the handler's class, a file with one event a line, and a text that each right answer contains. Prints the
 * milliseconds of the constructor, the hook, the first call, and the median call of the last half.
 */
public final class PrimedProcess {
    private final RequestStreamHandler handler;
    private final String expected;

    private PrimedProcess(RequestStreamHandler handler, String expected) {
        this.handler = handler;
        this.expected = expected;
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        List<byte[]> events = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            events.add(line.getBytes(StandardCharsets.UTF_8));
        }
        long start = System.nanoTime();
        Class<?> type = Class.forName(args[0]);
        Object handler = type.getConstructor().newInstance();
        long built = System.nanoTime();
        Priming.Report primedBy = ((Priming) type.getMethod("priming").invoke(handler)).run();
        long primed = System.nanoTime();
        if (primedBy.failure() != null) {
            throw new IllegalStateException("priming ended early", primedBy.failure());
        }
        PrimedProcess process = new PrimedProcess((RequestStreamHandler) handler, args[2]);
        double first = process.call(events.get(0));
        System.out.println(
                (built - start) / 1e6 + " " + (primed - built) / 1e6 + " " + first + " " + process.warm(events));
    }

    private double warm(List<byte[]> events) throws Exception {
        List<Double> times = new ArrayList<>();
        for (byte[] event : events.subList(1, events.size())) {
            times.add(call(event));
        }
        List<Double> last = new ArrayList<>(times.subList(times.size() / 2, times.size()));
        Collections.sort(last);
        return last.get(last.size() / 2);
    }

    private double call(byte[] event) throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayInputStream input = new ByteArrayInputStream(event);
        Context context = new QuietContext();
        long start = System.nanoTime();
        handler.handleRequest(input, answer, context);
        double millis = (System.nanoTime() - start) / 1e6;
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains(expected)) {
            throw new IllegalStateException("unexpected answer " + text);
        }
        return millis;
    }
}
