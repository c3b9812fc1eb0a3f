package dev.latchkey.bench;

import dev.latchkey.bench.cold.FunctionJar;
import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.data.SampleEvents;
import dev.latchkey.bench.data.SampleFunction;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.PrimedProcess;
import dev.latchkey.bench.report.LinePlot;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.image.LambdaVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The first real call in a process that was primed, beside the warm median, by the number of rounds. */
@Command(name = "priming", description = "First calls after priming, by the number of rounds.")
final class PrimingRounds implements Callable<Integer> {
    private static final double WANTED = 2;

    /** What can be done to a session once: every call ends another one. */
    private static final String LOGOUT = "logout";

    /** What one process printed, in milliseconds. */
    private record Run(double constructor, double hook, double first, double warm) {}

    @Option(names = "--runs", defaultValue = "7", description = "Processes of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--rounds", split = ",", defaultValue = "0,1,10,60,200", description = "Default ${DEFAULT-VALUE}.")
    private List<Integer> rounds = List.of();

    @Option(names = "--jdk", description = "NAME=FOLDER of a JDK (default: the one that runs this).")
    private @Nullable String jdk;

    @Option(names = "--only", split = ",", description = "Only these functions.")
    private @Nullable Set<String> only;

    @Option(names = "--flag", description = "A flag for every JVM; may be repeated.")
    private List<String> flags = List.of();

    @Option(names = "--plot", description = "Writes a plot to this SVG file.")
    private @Nullable Path plot;

    @Option(names = "--warm", defaultValue = "2000", description = "Calls to warm up with (default ${DEFAULT-VALUE}).")
    private int warm;

    @Option(names = "--warm-hashing", defaultValue = "100", description = "The same for functions that hash.")
    private int warmHashing;

    private final Map<String, Map<Integer, List<Run>>> results = new TreeMap<>();

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("latchkey-bench");
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            Functions jars = new Functions(new Layout(Path.of("")), tables.variables());
            List<SampleFunction> functions = SampleFunction.all(Path.of(""));
            functions.removeIf(function -> only != null && !only.contains(function.name()));
            for (int run = 0; run < runs; run++) {
                for (SampleFunction function : functions) {
                    for (int count : rounds) {
                        tables.restore();
                        if (function.name().equals(LOGOUT)) {
                            tables.addSessions(calls(function));
                        }
                        results.computeIfAbsent(function.name(), name -> new TreeMap<>())
                                .computeIfAbsent(count, number -> new ArrayList<>())
                                .add(once(jars.jar(function), calls(function), count, scratch));
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

    private int calls(SampleFunction function) {
        return 1 + (function.hashes() ? warmHashing : warm);
    }

    private Run once(FunctionJar function, int calls, int count, Path scratch)
            throws IOException, InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String event = function.event().get().replace('\n', ' ');
            if (function.name().equals(LOGOUT)) {
                event = event.replace(SampleTables.KEY, SampleTables.key(i));
            }
            events.add(i % 2 == 0 ? event : SampleEvents.undone(event));
        }
        Path file = Files.write(scratch.resolve("events.json"), events);
        List<Path> classPath = new ArrayList<>(function.classPath());
        classPath.add(new Layout(Path.of("")).programs());
        Jdk home = jdk == null ? Jdk.current() : Jdk.parse(jdk);
        List<String> command = new ArrayList<>(home.command(classPath, flags));
        String handler = function.handler().replaceAll("::.*", "");
        command.addAll(List.of(PrimedProcess.class.getName(), handler, file.toString(), function.expected()));
        Map<String, String> environment = new HashMap<>(LambdaVariables.of(handler, "127.0.0.1:9"));
        environment.putAll(function.variables());
        environment.put("PRIMING_ROUNDS", Integer.toString(count));
        String[] times = Child.run(command, environment).split(" ", -1);
        return new Run(
                Double.parseDouble(times[0]),
                Double.parseDouble(times[1]),
                Double.parseDouble(times[2]),
                Double.parseDouble(times[3]));
    }

    private Table table() {
        Table table = new Table(
                "function",
                "rounds",
                "hook ms",
                "first call ms",
                "quartiles",
                "warm median ms",
                "first of warm",
                "wanted");
        results.forEach((function, byRounds) -> byRounds.forEach((count, measured) -> {
            Samples first = first(measured);
            double warmest = warmMedian(byRounds);
            double ratio = first.median() / warmest;
            table.row(
                    function,
                    Integer.toString(count),
                    format(Samples.of(measured.stream().map(Run::hook).toList()).median()),
                    format(first.median()),
                    format(first.quantile(0.25)) + " to " + format(first.quantile(0.75)),
                    format(warmest),
                    String.format(Locale.ROOT, "%.1f", ratio),
                    ratio <= WANTED ? "holds" : "");
        }));
        return table;
    }

    private LinePlot plot() {
        LinePlot lines = new LinePlot("First call after priming, of the warm median", "rounds of priming", "times");
        results.forEach((function, byRounds) -> byRounds.forEach((count, measured) ->
                lines.point(function, count, first(measured).median() / warmMedian(byRounds))));
        return lines;
    }

    private static Samples first(List<Run> measured) {
        return Samples.of(measured.stream().map(Run::first).toList());
    }

    private static double warmMedian(Map<Integer, List<Run>> byRounds) {
        return Samples.of(byRounds.values().stream()
                        .flatMap(List::stream)
                        .map(Run::warm)
                        .toList())
                .median();
    }

    private static String format(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : "%.0f", millis);
    }
}
