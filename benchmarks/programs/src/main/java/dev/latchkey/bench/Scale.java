package dev.latchkey.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.function.authorizer.AuthorizerHandler;
import dev.latchkey.bench.data.Crowd;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.bench.report.LinePlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.config.Environment;
import dev.latchkey.function.password.LoginHandler;
import dev.latchkey.function.session.LogoutHandler;
import dev.latchkey.function.session.LogoutAllHandler;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.function.session.TokensHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every operation among ever more live sessions, in DynamoDB Local. */
@Command(name = "scale", description = "Every operation among 10^3 to 10^6 live sessions.")
final class Scale implements Callable<Integer> {
    private static final String SAMPLE_TOKEN = "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E";

    private static final int WARM_SESSIONS = 2_000;

    /** What is done to a user, and a text that a right answer contains. */
    private record Operation(
            String title, String file, String expected, Function<Environment, RequestStreamHandler> handler) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("check", "authorizer-rest-request.json", "\"Allow\"", AuthorizerHandler::new),
            new Operation("login", "login-ok.json", "\"statusCode\":200", LoginHandler::new),
            new Operation("logout", "logout-ok.json", "\"statusCode\":204", LogoutHandler::new),
            new Operation("log-out-all", "logoutall-ok.json", "\"statusCode\":204", LogoutAllHandler::new),
            new Operation("list", "tokens-list.json", "\"statusCode\":200", TokensHandler::new));

    /** Tables with so many sessions, and the functions on them. */
    private record Level(int size, Crowd crowd, Map<Operation, RequestStreamHandler> handlers) {
        RequestStreamHandler handler(Operation operation) {
            return Objects.requireNonNull(handlers.get(operation));
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
                    "Of each operation and size, at most a fifth of the fewest sessions (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--threads", defaultValue = "4", description = "That load the tables (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--plot", description = "Writes a plot to this SVG file.")
    private @Nullable Path plot;

    private final Map<Operation, Map<Integer, List<Double>>> times = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
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
                for (Operation operation : OPERATIONS) {
                    once(operation, warm, sample);
                }
            }
            for (int sample = 0; sample < count; sample++) {
                for (Operation operation : OPERATIONS) {
                    for (Level level : levels) {
                        times.computeIfAbsent(operation, key -> new LinkedHashMap<>())
                                .computeIfAbsent(level.size(), key -> new ArrayList<>())
                                .add(once(operation, level, sample));
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
        Map<Operation, RequestStreamHandler> handlers = new LinkedHashMap<>();
        for (Operation operation : OPERATIONS) {
            handlers.put(operation, operation.handler().apply(crowd.environment()));
        }
        return new Level(size, crowd, handlers);
    }

    /**
     * Does an operation to another session each time, and for each operation to other users, so that none meets what another one
     * ended. The users are spread over the whole crowd.
     */
    private double once(Operation operation, Level level, int sample) throws IOException {
        Crowd crowd = level.crowd();
        int operations = OPERATIONS.size();
        int users = crowd.members().size() / operations;
        int user = (int) ((long) sample * users / count);
        Crowd.Member member = crowd.members().get(user * operations + OPERATIONS.indexOf(operation));
        TokenText token = member.sessions().get(sample % Crowd.SESSIONS);
        String event = Files.readString(Path.of("events", operation.file()))
                .replace(SAMPLE_TOKEN, token.reveal())
                .replace("1234567890123", Long.toString(member.id()))
                .replace("2008737df943e7e2", TokenDigest.of(token).key().value())
                .replace("alice", member.name());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayInputStream input = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        level.handler(operation).handleRequest(input, answer, new QuietContext());
        double millis = (System.nanoTime() - start) / 1e6;
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains(operation.expected())) {
            throw new IllegalStateException(operation.title() + ": unexpected answer " + text);
        }
        return millis;
    }

    private Table table() {
        Table table = new Table("operation", "sessions", "median ms", "quartiles", "p99", "of the first");
        times.forEach((operation, bySize) -> {
            double first = Samples.of(bySize.values().iterator().next()).median();
            bySize.forEach((size, values) -> {
                Samples samples = Samples.of(values);
                table.row(
                        operation.title(),
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
        times.forEach((operation, bySize) -> bySize.forEach((size, values) ->
                lines.point(operation.title(), size, Samples.of(values).median())));
        return lines;
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }
}
