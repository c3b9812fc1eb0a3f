package dev.latchkey.bench;

import dev.latchkey.bench.report.BarPlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.bench.serve.Load;
import dev.latchkey.bench.serve.Postgres;
import dev.latchkey.bench.serve.ServerProcess;
import dev.latchkey.bench.warm.HandlerLoop;
import dev.latchkey.local.Main;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Knox itself beside the local server, over HTTP, on this machine. */
@Command(
        name = "knox",
        description = "django-rest-knox under gunicorn beside latchkey serve; needs wrk and PostgreSQL.")
final class Knox implements Callable<Integer> {
    private static final Pattern TOKEN = Pattern.compile("\"token\": ?\"([^\"]+)\"");

    /** Whose token is checked, and who logs in again and again: the checks of one user are not to meet the sessions of the other. */
    private static final String CHECKED = "alice";

    private static final String LOGGING_IN = "bob";

    /** What is measured of a server. */
    private enum Kind {
        USER("GET /api/auth/user, as many as it can"),
        PACED("GET /api/auth/user, the same load for all"),
        LOGIN("POST /api/auth/login, as many as it can");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private record Site(String name, int port, String token, DoubleSupplier cpuSeconds) {}

    private record Result(Load load, double cpuSeconds) {
        double perCoreSecond() {
            return load.requests() / cpuSeconds;
        }
    }

    @Option(names = "--runs", defaultValue = "5", description = "Of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each run (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "10",
            description = "Seconds for each at first (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--workers", description = "Of gunicorn (default: one for each processor).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--gunicorn",
            split = " ",
            defaultValue = "--threads 4",
            description = "More options of gunicorn (default ${DEFAULT-VALUE}).")
    private List<String> gunicorn = List.of();

    @Option(names = "--plot", description = "Writes a plot to this SVG file.")
    private @Nullable Path plot;

    private final PythonTools python = new PythonTools(Path.of(""));
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Kind, Map<String, List<Result>>> results = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        try {
            List<Site> sites = sites();
            for (Site site : sites) {
                measure(Kind.USER, site, warmUp);
                measure(Kind.LOGIN, site, warmUp);
            }
            for (int run = 0; run < runs; run++) {
                for (Kind kind : Kind.values()) {
                    for (Site site : sites) {
                        results.computeIfAbsent(kind, key -> new LinkedHashMap<>())
                                .computeIfAbsent(site.name(), key -> new ArrayList<>())
                                .add(measure(kind, site, seconds));
                    }
                }
            }
            results.forEach((kind, bySite) -> System.out.println(kind.title + "\n\n" + table(bySite)));
            System.out.println(handlersAlone(results.getOrDefault(Kind.USER, Map.of())));
            if (plot != null) {
                plot().write(plot);
            }
        } finally {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        }
        return 0;
    }

    private List<Site> sites() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("latchkey-knox");
        Postgres postgres = Postgres.start();
        open.add(postgres);
        String equal = "equal_cost.EqualCostHasher";
        return List.of(
                knox("Knox, SQLite", folder.resolve("plain.sqlite3").toString(), "", () -> 0),
                knox(
                        "Knox, PostgreSQL",
                        "postgresql 127.0.0.1 " + postgres.port() + " postgres",
                        "",
                        postgres::cpuSeconds),
                knox(
                        "Knox, SQLite, Argon2id as ours",
                        folder.resolve("equal.sqlite3").toString(),
                        equal,
                        () -> 0),
                latchkey());
    }

    private Site knox(String name, String database, String hasher, DoubleSupplier more)
            throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("DATABASE", database);
        if (!hasher.isEmpty()) {
            variables.put("HASHER", hasher);
        }
        Path site = python.reference("knox_site.py");
        File folder = python.reference("").toFile();
        variables.put("PYTHONPATH", folder.toString());
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        Child.run(List.of(python.program("python").toString(), site.toString()), variables);
        int port = ServerProcess.freePort();
        List<String> command =
                new ArrayList<>(List.of(python.program("gunicorn").toString()));
        command.addAll(List.of("-b", "127.0.0.1:" + port, "--workers", Integer.toString(workers)));
        command.addAll(gunicorn);
        command.add("knox_site:application");
        ServerProcess server = ServerProcess.start(command, variables, folder, port);
        open.add(server);
        return new Site(name, port, token(port, "login", CHECKED), () -> server.cpuSeconds() + more.getAsDouble());
    }

    private Site latchkey() throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        List<String> command = Child.java(
                Main.class,
                List.of(),
                "serve",
                "--in-memory",
                "--port",
                Integer.toString(port),
                "--dynamodb-port",
                "0");
        ServerProcess server = ServerProcess.start(command, Map.of(), new File("."), port);
        open.add(server);
        token(port, "register", LOGGING_IN);
        return new Site("latchkey serve", port, token(port, "register", CHECKED), server::cpuSeconds);
    }

    private static String token(int port, String endpoint, String name) throws IOException, InterruptedException {
        String credentials = String.format(
                "{\"username\": \"%1$s\", \"email\": \"%1$s@example.com\", \"password\": \"Correct-Horse-9!\"}", name);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(port, endpoint)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(credentials))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        Matcher token = TOKEN.matcher(response.body());
        if (!token.find()) {
            throw new IOException("unexpected answer " + response.body());
        }
        return token.group(1);
    }

    private Result measure(Kind kind, Site site, int time) throws IOException, InterruptedException {
        double before = site.cpuSeconds().getAsDouble();
        Load load = load(kind, site, time);
        return new Result(load, site.cpuSeconds().getAsDouble() - before);
    }

    private Load load(Kind kind, Site site, int time) throws IOException, InterruptedException {
        String header = "Authorization: Token " + site.token();
        return switch (kind) {
            case USER -> Load.of(url(site.port(), "user"), time, "-c8", "-H", header);
            case PACED -> Load.of(url(site.port(), "user"), time, "-c8", "-H", header, "-s", script("paced.lua"));
            case LOGIN -> Load.of(url(site.port(), "login"), time, "-c4", "-s", script("login.lua"));
        };
    }

    private String script(String name) {
        return python.reference(name).toString();
    }

    private static String url(int port, String endpoint) {
        return "http://127.0.0.1:" + port + "/api/auth/" + endpoint;
    }

    private static Table table(Map<String, List<Result>> bySite) {
        Table table = new Table("server", "a second", "a core-second", "quartiles", "p50 ms", "p99 ms", "of the first");
        double first = median(bySite.values().iterator().next(), Result::perCoreSecond);
        bySite.forEach((name, all) -> {
            Samples perCore = Samples.of(all.stream().map(Result::perCoreSecond).toList());
            table.row(
                    name,
                    number(median(all, result -> result.load().perSecond())),
                    number(perCore.median()),
                    number(perCore.quantile(0.25)) + " to " + number(perCore.quantile(0.75)),
                    number(median(all, result -> result.load().p50())),
                    number(median(all, result -> result.load().p99())),
                    String.format(Locale.ROOT, "%.1f", perCore.median() / first));
        });
        return table;
    }

    /** Two functions answer what one request asks; they need no server. */
    private Table handlersAlone(Map<String, List<Result>> bySite) throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (int run = 0; run < Math.min(runs, 3); run++) {
            List<String> command = Child.java(HandlerLoop.class, List.of(), Integer.toString(seconds));
            String[] output = Child.run(command, System.getenv()).split(" ", -1);
            rates.add(Double.parseDouble(output[0]) / Double.parseDouble(output[1]));
        }
        Samples handlers = Samples.of(rates);
        Table table =
                new Table("authorizer and user function, no server, store in memory", "a core-second", "times as many");
        bySite.forEach((name, all) -> table.row(
                "beside " + name,
                number(handlers.median()),
                String.format(Locale.ROOT, "%.0f", handlers.median() / median(all, Result::perCoreSecond))));
        return table;
    }

    private BarPlot plot() {
        BarPlot bars = new BarPlot("Requests for each second of processor time", "");
        results.forEach((kind, bySite) -> {
            if (kind != Kind.PACED) {
                bySite.forEach((name, all) -> bars.bar(
                        name + (kind == Kind.LOGIN ? ": login" : ": user"),
                        Samples.of(all.stream().map(Result::perCoreSecond).toList())));
            }
        });
        return bars;
    }

    private static double median(List<Result> all, ToDoubleFunction<Result> value) {
        return Samples.of(all.stream().mapToDouble(value).toArray()).median();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 20 ? "%.1f" : "%.0f", value);
    }
}
