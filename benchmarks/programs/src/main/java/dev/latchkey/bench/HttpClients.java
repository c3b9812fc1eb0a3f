package dev.latchkey.bench;

import dev.latchkey.bench.client.Contestant;
import dev.latchkey.bench.client.ManyChecks;
import dev.latchkey.bench.client.OneCheck;
import dev.latchkey.bench.client.TlsFront;
import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.report.BarPlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The HTTP clients under the AWS SDK: warm, after idling, and in a process with one call; over plain HTTP and over TLS. */
@Command(
        name = "client",
        description = "HTTP clients under the AWS SDK: warm, after idling and cold, plain and over TLS.")
final class HttpClients implements Callable<Integer> {
    private static final List<String> WAYS = List.of("plain", "TLS");

    @Option(names = "--jdk", description = "NAME=FOLDER of a JDK; may be repeated (default: the one that runs this).")
    private @Nullable List<String> jdks;

    @Option(
            names = "--calls",
            defaultValue = "100",
            description = "Of each client in each round (default ${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--rounds",
            defaultValue = "40",
            description = "After as many to warm up (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--idle",
            split = ",",
            defaultValue = "0,6,60",
            description = "For how many seconds (default ${DEFAULT-VALUE}).")
    private List<Integer> idle = List.of();

    @Option(names = "--idle-runs", defaultValue = "9", description = "How often (default ${DEFAULT-VALUE}).")
    private int idleRuns;

    @Option(
            names = "--runs",
            defaultValue = "15",
            description = "Processes with one call of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--plot", description = "Writes a plot of the first JDK's calls to this SVG file.")
    private @Nullable Path plot;

    /** What one process with one call took. */
    private record Cold(double wallMillis, double cpuMillis) {}

    /** What was measured of a client, as {@code wall}, {@code cpu} or {@code idle6}, each with the number of the way. */
    private final Map<Contestant, Map<String, Samples>> warm = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        List<Jdk> homes = jdks == null
                ? List.of(Jdk.current())
                : jdks.stream().map(Jdk::parse).toList();
        Path folder = Files.createTempDirectory("latchkey-bench");
        try (SampleTables tables = SampleTables.start(Path.of(""));
                TlsFront front = TlsFront.start(plain(tables).getPort(), folder)) {
            for (Jdk jdk : homes) {
                List<String> flags = front.trust(jdk.home());
                List<String> endpoints =
                        List.of(plain(tables).toString(), front.endpoint().toString());
                System.out.println("JDK " + jdk.name() + ", milliseconds of a call on one thread\n");
                measureWarm(jdk, flags, endpoints, tables.variables());
                System.out.println(warmTable());
                System.out.println(
                        "JDK " + jdk.name() + ", milliseconds of the first call after so many idle seconds\n");
                System.out.println(idleTable());
                if (plot != null && jdk.equals(homes.get(0))) {
                    plot().write(plot);
                }
                System.out.println("JDK " + jdk.name() + ", a process with one call\n");
                System.out.println(coldTable(jdk, flags, endpoints, tables.variables()));
            }
        }
        return 0;
    }

    private static URI plain(SampleTables tables) {
        return URI.create(Objects.requireNonNull(tables.variables().get("AWS_ENDPOINT_URL_DYNAMODB")));
    }

    private static List<String> command(Jdk jdk, List<String> flags, Class<?> main, String... arguments) {
        List<Path> path = Arrays.stream(
                        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .map(Path::of)
                .toList();
        List<String> command = new ArrayList<>(jdk.command(path, flags));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private void measureWarm(Jdk jdk, List<String> flags, List<String> endpoints, Map<String, String> variables)
            throws IOException, InterruptedException {
        String printed = Child.run(
                command(
                        jdk,
                        flags,
                        ManyChecks.class,
                        String.join(",", endpoints),
                        Integer.toString(calls),
                        Integer.toString(rounds),
                        String.join(",", idle.stream().map(String::valueOf).toList()),
                        Integer.toString(idleRuns)),
                variables);
        warm.clear();
        Arrays.stream(Contestant.values()).forEach(contestant -> warm.put(contestant, new LinkedHashMap<>()));
        printed.lines().forEach(line -> {
            String[] parts = line.split(" ", 4);
            double[] micros = Arrays.stream(parts[3].split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Objects.requireNonNull(warm.get(Contestant.valueOf(parts[0])))
                    .put(
                            parts[2] + parts[1],
                            Samples.of(Arrays.stream(micros)
                                    .map(value -> value / 1e3)
                                    .toArray()));
        });
    }

    private Samples measured(Contestant contestant, String what, int way) {
        return Objects.requireNonNull(
                Objects.requireNonNull(warm.get(contestant)).get(what + way));
    }

    private Table warmTable() {
        Table table = new Table("client", "over", "p50", "quartiles", "p99", "CPU", "p50 of the first");
        for (int way = 0; way < WAYS.size(); way++) {
            double first = measured(Contestant.URL_CONNECTION, "wall", way).median();
            for (Contestant contestant : Contestant.values()) {
                Samples wall = measured(contestant, "wall", way);
                table.row(
                        contestant.toString(),
                        WAYS.get(way),
                        ms(wall.median()),
                        quartiles(wall),
                        ms(wall.quantile(0.99)),
                        ms(measured(contestant, "cpu", way).median()),
                        ms(wall.median() / first));
            }
        }
        return table;
    }

    private Table idleTable() {
        List<String> headings = new ArrayList<>(List.of("client", "over"));
        idle.forEach(seconds -> headings.addAll(List.of(seconds + " s", "quartiles")));
        Table table = new Table(headings.toArray(new String[0]));
        for (int way = 0; way < WAYS.size(); way++) {
            for (Contestant contestant : Contestant.values()) {
                List<String> row = new ArrayList<>(List.of(contestant.toString(), WAYS.get(way)));
                for (int seconds : idle) {
                    Samples first = measured(contestant, "idle" + seconds, way);
                    row.addAll(List.of(ms(first.median()), quartiles(first)));
                }
                table.row(row.toArray(new String[0]));
            }
        }
        return table;
    }

    private Table coldTable(Jdk jdk, List<String> flags, List<String> endpoints, Map<String, String> variables)
            throws IOException, InterruptedException {
        Map<String, List<Cold>> all = new LinkedHashMap<>();
        for (int run = -1; run < runs; run++) {
            for (int way = 0; way < WAYS.size(); way++) {
                for (Contestant contestant : Contestant.values()) {
                    Cold cold = cold(jdk, flags, contestant, endpoints.get(way), variables);
                    if (run >= 0) {
                        all.computeIfAbsent(contestant + "|" + WAYS.get(way), name -> new ArrayList<>())
                                .add(cold);
                    }
                }
            }
        }
        Table table = new Table("client", "over", "CPU ms", "quartiles", "wall ms", "quartiles", "classes");
        for (int way = 0; way < WAYS.size(); way++) {
            for (Contestant contestant : Contestant.values()) {
                List<Cold> measured = Objects.requireNonNull(all.get(contestant + "|" + WAYS.get(way)));
                Samples cpu = Samples.of(measured.stream().map(Cold::cpuMillis).toList());
                Samples wall =
                        Samples.of(measured.stream().map(Cold::wallMillis).toList());
                table.row(
                        contestant.toString(),
                        WAYS.get(way),
                        whole(cpu.median()),
                        whole(cpu.quantile(0.25)) + " to " + whole(cpu.quantile(0.75)),
                        whole(wall.median()),
                        whole(wall.quantile(0.25)) + " to " + whole(wall.quantile(0.75)),
                        Long.toString(classes(jdk, flags, contestant, endpoints.get(way), variables)));
            }
        }
        return table;
    }

    private static Cold cold(
            Jdk jdk, List<String> flags, Contestant contestant, String endpoint, Map<String, String> variables)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        String cpu = Child.run(command(jdk, flags, OneCheck.class, contestant.name(), endpoint), variables);
        return new Cold((System.nanoTime() - start) / 1e6, Double.parseDouble(cpu));
    }

    /** Counts in a process of its own, since counting costs time. */
    private static long classes(
            Jdk jdk, List<String> flags, Contestant contestant, String endpoint, Map<String, String> variables)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("latchkey-bench", ".log");
        List<String> more = new ArrayList<>(flags);
        more.add("-Xlog:class+load:file=" + log);
        Child.run(command(jdk, more, OneCheck.class, contestant.name(), endpoint), variables);
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        } finally {
            Files.delete(log);
        }
    }

    private BarPlot plot() {
        BarPlot bars = new BarPlot("A call to DynamoDB Local over TLS (line: quartiles)", "ms");
        for (Contestant contestant : Contestant.values()) {
            bars.bar(contestant + ", warm", middle(measured(contestant, "wall", 1)));
        }
        for (int seconds : idle) {
            for (Contestant contestant : Contestant.values()) {
                bars.bar(
                        contestant + ", first after " + seconds + " s",
                        middle(measured(contestant, "idle" + seconds, 1)));
            }
        }
        return bars;
    }

    /** Leaves the slowest and the fastest quarters out, which say more of the machine than of a client. */
    private static Samples middle(Samples samples) {
        return Samples.of(samples.quantile(0.25), samples.median(), samples.quantile(0.75));
    }

    private static String quartiles(Samples samples) {
        return ms(samples.quantile(0.25)) + " to " + ms(samples.quantile(0.75));
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
