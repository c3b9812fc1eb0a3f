package dev.latchkey.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.bench.data.Capacity;
import dev.latchkey.bench.data.Capacity.Used;
import dev.latchkey.bench.data.SampleEvents;
import dev.latchkey.bench.data.SampleFunction;
import dev.latchkey.bench.data.SampleFunction.Access;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.config.Environment;
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
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a million of each operation costs on AWS: capacity units as DynamoDB Local counts them, durations as measured here. */
@Command(name = "cost", description = "The price of a million of each operation, and of a month of 100,000 users.")
final class Cost implements Callable<Integer> {
    private static final double ONE_PROCESSOR = SampleFunction.WHOLE_PROCESSOR;
    private static final int USERS = 100_000;
    private static final double MILLION = 1_000_000;

    /** One function's work: milliseconds on a whole processor, and what it asks of DynamoDB. */
    private record Work(double millis, List<Used> calls, int megabytes) {
        /** Computed: a function of so many MB has MB/1769 of a processor. */
        double onLambda() {
            return millis / Math.min(1, megabytes / ONE_PROCESSOR);
        }

        double dynamoDb() {
            return calls.stream()
                    .mapToDouble(used -> used.units() * (used.write() ? Prices.WRITE_UNIT : Prices.READ_UNIT))
                    .sum();
        }

        double lambda() {
            return Prices.LAMBDA_REQUEST + Prices.lambdaMillion(onLambda(), megabytes);
        }
    }

    @Option(
            names = "--runs",
            defaultValue = "300",
            description = "Of each, after as many to warm up (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--check-memory",
            defaultValue = "1024",
            description = "MB of functions that do not hash (default ${DEFAULT-VALUE}).")
    private int checkMemory;

    @Option(
            names = "--hash-memory",
            defaultValue = "1769",
            description = "MB of functions that hash (default ${DEFAULT-VALUE}).")
    private int hashMemory;

    @Option(names = "--logins", defaultValue = "4", description = "Of a user in a month (default ${DEFAULT-VALUE}).")
    private int logins;

    @Option(
            names = "--requests",
            defaultValue = "300",
            description = "Checked, of a user in a month (default ${DEFAULT-VALUE}).")
    private int requests;

    private final Map<SampleFunction, Work> works = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            Capacity capacity = new Capacity();
            Environment environment = tables.environment(capacity);
            for (SampleFunction function : functions()) {
                tables.restore();
                works.put(function, measure(function, environment, capacity));
            }
        }
        System.out.println(workTable());
        System.out.println(priceTable());
        System.out.println(monthTable());
        return 0;
    }

    private List<SampleFunction> functions() throws IOException {
        return SampleFunction.all(
                Path.of(""),
                Map.of("CheckMemory", Integer.toString(checkMemory), "HashMemory", Integer.toString(hashMemory)));
    }

    private Work measure(SampleFunction function, Environment environment, Capacity capacity) throws IOException {
        RequestStreamHandler handler = function.handler(environment);
        capacity.take();
        once(handler, function, 0);
        List<Used> calls = capacity.take();
        List<Double> times = new ArrayList<>();
        for (int run = 1; run <= 2 * runs; run++) {
            double millis = once(handler, function, run);
            if (run > runs) {
                times.add(millis);
            }
        }
        return new Work(Samples.of(times).median(), calls, function.definition().memoryMegabytes());
    }

    /** Every second run undoes the change that the one before it made to a password. */
    private static double once(RequestStreamHandler handler, SampleFunction function, int run) throws IOException {
        String sample = function.event().get();
        String event = run % 2 == 0 ? sample : SampleEvents.undone(sample);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayInputStream input = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        handler.handleRequest(input, answer, new QuietContext());
        double millis = (System.nanoTime() - start) / 1e6;
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains(function.expected())) {
            throw new IllegalStateException("unexpected answer " + text);
        }
        return millis;
    }

    private Table workTable() {
        Table table = new Table("operation", "calls of DynamoDB, each with its units", "ms here", "MB", "ms on Lambda");
        works.forEach((function, work) -> table.row(
                function.name(),
                work.calls().stream().map(Used::toString).collect(Collectors.joining(", ")),
                String.format(Locale.ROOT, "%.2f", work.millis()),
                Integer.toString(work.megabytes()),
                String.format(Locale.ROOT, "%.1f", work.onLambda())));
        return table;
    }

    private Table priceTable() {
        Table table = new Table("a million of", "DynamoDB", "Lambda", "with REST API", "with HTTP API");
        Work check = check();
        table.row(
                "check, the request being paid for anyway",
                dollars(check.dynamoDb()),
                dollars(check.lambda()),
                dollars(bare(check)),
                dollars(bare(check)));
        works.forEach((function, work) -> {
            switch (function.access()) {
                case AUTHORIZER -> {} // It has been shown.
                case OPEN -> row(table, function.name(), work.dynamoDb(), work.lambda());
                case GUARDED ->
                    row(
                            table,
                            function.name() + ", with its check",
                            work.dynamoDb() + check.dynamoDb(),
                            work.lambda() + check.lambda());
            }
        });
        return table;
    }

    private static void row(Table table, String name, double dynamoDb, double lambda) {
        table.row(
                name,
                dollars(dynamoDb),
                dollars(lambda),
                dollars(dynamoDb + lambda + Prices.REST_REQUEST),
                dollars(dynamoDb + lambda + Prices.HTTP_REQUEST));
    }

    private Table monthTable() {
        double checks = (double) USERS * requests / MILLION * bare(check());
        double opened = (double) USERS * logins / MILLION;
        Table table = new Table(
                String.format(Locale.ROOT, "%,d users, %d logins and %d checks each", USERS, logins, requests),
                "dollars a month");
        double login = bare(only(function -> function.name().equals("login")));
        table.row("Latchkey behind a REST API", dollars(checks + opened * (login + Prices.REST_REQUEST)));
        table.row("Latchkey behind an HTTP API", dollars(checks + opened * (login + Prices.HTTP_REQUEST)));
        table.row("Cognito, Lite", dollars((USERS - Prices.COGNITO_FREE) * Prices.COGNITO_LITE));
        table.row("Cognito, Essentials", dollars((USERS - Prices.COGNITO_FREE) * Prices.COGNITO_ESSENTIALS));
        table.row("the smallest server, always on", dollars(Prices.SMALLEST_SERVER));
        return table;
    }

    private Work check() {
        return only(function -> function.access() == Access.AUTHORIZER);
    }

    private Work only(Predicate<SampleFunction> wanted) {
        return works.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static double bare(Work work) {
        return work.dynamoDb() + work.lambda();
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }
}
