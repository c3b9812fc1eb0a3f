package dev.latchkey.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.bench.data.Crowd;
import dev.latchkey.bench.data.SampleFunction;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.bench.report.LinePlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What functions do to sessions among ever more live sessions, in DynamoDB Local. */
@Command(name = "scale", description = "What functions do to sessions among 10^3 to 10^6 live sessions.")
final class Scale implements Callable<Integer> {
    private static final String SAMPLE_TOKEN = "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E";

    /** One makes new users instead of using those that are there, the other ends the sessions that the next sample is about. */
    private static final Set<String> LEFT_OUT = Set.of("register", "password");

    private static final int WARM_SESSIONS = 2_000;

    /** Tables with so many sessions, and the functions on them. */
    private record Level(int size, Crowd crowd, Map<SampleFunction, RequestStreamHandler> handlers) {
        RequestStreamHandler handler(SampleFunction function) {
            return Objects.requireNonNull(handlers.get(function));
        }
    }

    @Option(
            names = "--sessions",
            split = ",",
            defaultValue = "1000,10000,100000,1000000",
            description = "Default ${DEFAULT-VALUE}.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--samples",
            defaultValue = "200",
            description =
                    "Of each function and size, at most the fewest sessions over the number of functions (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--threads", defaultValue = "4", description = "That load the tables (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--plot", description = "Writes a plot to this SVG file.")
    private @Nullable Path plot;

    private final List<SampleFunction> functions = new ArrayList<>();
    private final Map<SampleFunction, Map<Integer, List<Double>>> times = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        SampleFunction.all(Path.of("")).stream()
                .filter(function -> function.usesTables() && !LEFT_OUT.contains(function.name()))
                .forEach(functions::add);
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            List<Level> levels = new ArrayList<>();
            for (int size : sizes) {
                long start = System.nanoTime();
                levels.add(level(tables, size, "scale" + size));
                System.err.printf(
                        Locale.ROOT, "%d sessions written in %.0f s%n", size, (System.nanoTime() - start) / 1e9);
            }
            Level warm = level(tables, WARM_SESSIONS, "warm");
            for (int sample = 0; sample < count; sample++) {
                for (SampleFunction function : functions) {
                    once(function, warm, sample);
                }
            }
            for (int sample = 0; sample < count; sample++) {
                for (SampleFunction function : functions) {
                    for (Level level : levels) {
                        times.computeIfAbsent(function, key -> new LinkedHashMap<>())
                                .computeIfAbsent(level.size(), key -> new ArrayList<>())
                                .add(once(function, level, sample));
                    }
                }
            }
        }
        System.out.print(table());
        if (plot != null) {
            plot().write(plot);
        }
        return 0;
    }

    private Level level(SampleTables tables, int size, String name) throws Exception {
        Crowd crowd = tables.crowd(Path.of(""), name);
        crowd.load(size / Crowd.SESSIONS, threads);
        Map<SampleFunction, RequestStreamHandler> handlers = new LinkedHashMap<>();
        for (SampleFunction function : functions) {
            handlers.put(function, function.handler(crowd.environment()));
        }
        return new Level(size, crowd, handlers);
    }

    /**
     * Does what a function does to another session each time, and by each function to other users, so that none meets what another one
     * ended. The users are spread over the whole crowd.
     */
    private double once(SampleFunction function, Level level, int sample) throws IOException {
        Crowd crowd = level.crowd();
        int kinds = functions.size();
        int users = crowd.members().size() / kinds;
        int user = (int) ((long) sample * users / count);
        Crowd.Member member = crowd.members().get(user * kinds + functions.indexOf(function));
        TokenText token = member.sessions().get(sample % Crowd.SESSIONS);
        String event = function.event()
                .get()
                .replace(SAMPLE_TOKEN, token.reveal())
                .replace("1234567890123", Long.toString(member.id()))
                .replace("2008737df943e7e2", TokenDigest.of(token).key().value())
                .replace("alice", member.name());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayInputStream input = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        level.handler(function).handleRequest(input, answer, new QuietContext());
        double millis = (System.nanoTime() - start) / 1e6;
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains(function.expected())) {
            throw new IllegalStateException(function.name() + ": unexpected answer " + text);
        }
        return millis;
    }

    private Table table() {
        Table table = new Table("function", "sessions", "median ms", "quartiles", "p99", "of the first");
        times.forEach((function, bySize) -> {
            double first = Samples.of(bySize.values().iterator().next()).median();
            bySize.forEach((size, values) -> {
                Samples samples = Samples.of(values);
                table.row(
                        function.name(),
                        String.format(Locale.ROOT, "%,d", size),
                        ms(samples.median()),
                        ms(samples.quantile(0.25)) + " to " + ms(samples.quantile(0.75)),
                        ms(samples.quantile(0.99)),
                        String.format(Locale.ROOT, "%.2f", samples.median() / first));
            });
        });
        return table;
    }

    private LinePlot plot() {
        LinePlot lines = new LinePlot("Median time by live sessions, DynamoDB Local", "live sessions", "ms");
        times.forEach((function, bySize) -> bySize.forEach((size, values) ->
                lines.point(function.name(), size, Samples.of(values).median())));
        return lines;
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }
}
