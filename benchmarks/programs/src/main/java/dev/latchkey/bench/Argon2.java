package dev.latchkey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.data.SampleFunction;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.HashCurve;
import dev.latchkey.bench.prime.ManyLogins;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.function.password.LoginHandler;
import dev.latchkey.image.LambdaVariables;
import dev.latchkey.passwords.Argon2Parameters;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.Password;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Argon2id beside the C reference, a process's first hashes, memory over many logins, and what Lambda makes of it. */
@Command(name = "argon2", description = "Argon2id beside the C reference; memory; Lambda sizes.")
final class Argon2 implements Callable<Integer> {
    private static final List<Argon2Parameters> COSTS = List.of(
            new Argon2Parameters(7_168, 5, 1),
            new Argon2Parameters(9_216, 4, 1),
            new Argon2Parameters(12_288, 3, 1),
            Argon2Parameters.DEFAULT,
            new Argon2Parameters(47_104, 1, 1),
            new Argon2Parameters(65_536, 3, 1));
    private static final List<Integer> SHOWN = List.of(1, 2, 3, 5, 10, 20, 50);
    private static final List<Integer> SIZES = List.of(512, 1024, 1769, 3008);

    /** Megabytes for which Lambda gives one processor. */
    private static final double ONE_PROCESSOR = 1769;

    /**
     * Milliseconds of one cost.
     *
     * @param cffi by the C library that argon2-cffi brings
     * @param library by the system's libargon2; not a number where there is none
     */
    private record Times(List<Double> ours, List<Double> cffi, List<Double> library) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Option(names = "--runs", defaultValue = "40", description = "Hashes of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--processes", defaultValue = "7", description = "For first hashes (default ${DEFAULT-VALUE}).")
    private int processes;

    @Option(names = "--logins", defaultValue = "1000", description = "In one process (default ${DEFAULT-VALUE}).")
    private int logins;

    private final PythonTools python = new PythonTools(Path.of(""));

    @Override
    public Integer call() throws Exception {
        Map<Argon2Parameters, Times> times = compare();
        System.out.println(comparison(times));
        System.out.println(lambda(times));
        System.out.println(firstHashes());
        System.out.println(memory());
        return 0;
    }

    private Map<Argon2Parameters, Times> compare() throws IOException, InterruptedException {
        Map<Argon2Parameters, Times> times = new LinkedHashMap<>();
        COSTS.forEach(cost -> times.put(cost, new Times()));
        Process c = new ProcessBuilder(
                        python.program("python").toString(),
                        python.reference("argon2_reference.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = c.inputReader(UTF_8);
                PrintStream questions = new PrintStream(c.getOutputStream(), true, UTF_8)) {
            for (int run = -runs; run < runs; run++) {
                for (Map.Entry<Argon2Parameters, Times> entry : times.entrySet()) {
                    Argon2Parameters cost = entry.getKey();
                    double ours = once(cost);
                    questions.println(cost.memoryKib() + " " + cost.iterations() + " " + cost.parallelism());
                    String[] answer = Objects.requireNonNull(answers.readLine()).split(" ", -1);
                    if (run >= 0) {
                        entry.getValue().ours().add(ours);
                        entry.getValue().cffi().add(Double.parseDouble(answer[0]));
                        entry.getValue().library().add(Double.parseDouble(answer[1]));
                    }
                }
            }
        } finally {
            c.destroy();
        }
        return times;
    }

    private static double once(Argon2Parameters cost) {
        PasswordHasher hasher = new PasswordHasher(cost);
        Password password = Password.of("Zx9!vorpal-Tundra");
        long start = System.nanoTime();
        String hash = hasher.hash(password);
        double millis = (System.nanoTime() - start) / 1e6;
        if (hash.isEmpty()) {
            throw new IllegalStateException("no hash");
        }
        return millis;
    }

    private static Table comparison(Map<Argon2Parameters, Times> times) {
        Table table = new Table(
                "memory KiB",
                "passes",
                "ours ms",
                "quartiles",
                "argon2-cffi ms",
                "quartiles",
                "ours of it",
                "libargon2 ms",
                "quartiles",
                "ours of it");
        times.forEach((cost, measured) -> {
            Samples ours = Samples.of(measured.ours());
            Samples cffi = Samples.of(measured.cffi());
            Samples library = Samples.of(measured.library());
            table.row(
                    Integer.toString(cost.memoryKib()),
                    Integer.toString(cost.iterations()),
                    ms(ours.median()),
                    quartiles(ours),
                    ms(cffi.median()),
                    quartiles(cffi),
                    share(ours, cffi),
                    ms(library.median()),
                    quartiles(library),
                    share(ours, library));
        });
        return table;
    }

    private static String share(Samples ours, Samples other) {
        return String.format(Locale.ROOT, "%.2f", ours.median() / other.median());
    }

    /** Computed: a function of so many MB has MB/1769 of a processor, one at most for one thread. */
    private static Table lambda(Map<Argon2Parameters, Times> times) {
        Table table = new Table("memory KiB", "passes", "Lambda MB", "hash ms", "dollars a million hashes");
        times.forEach((cost, measured) -> {
            for (int size : SIZES) {
                double millis = Samples.of(measured.ours()).median() / Math.min(1, size / ONE_PROCESSOR);
                table.row(
                        Integer.toString(cost.memoryKib()),
                        Integer.toString(cost.iterations()),
                        Integer.toString(size),
                        String.format(Locale.ROOT, "%.0f", millis),
                        String.format(Locale.ROOT, "%.2f", Prices.lambdaMillion(millis, size)));
            }
        });
        return table;
    }

    private Table firstHashes() throws IOException, InterruptedException {
        int most = SHOWN.get(SHOWN.size() - 1);
        Layout layout = new Layout(Path.of(""));
        Path login =
                layout.function(SampleFunction.named(layout.root(), "login").definition());
        List<String> command = Jdk.current().command(List.of(login, layout.programs()), List.of());
        command.addAll(List.of(HashCurve.class.getName(), Integer.toString(most)));
        Map<Integer, List<Double>> times = new LinkedHashMap<>();
        for (int process = 0; process < processes; process++) {
            String output = Child.run(command, System.getenv());
            String[] all = output.split(" ", -1);
            for (int number : SHOWN) {
                times.computeIfAbsent(number, key -> new ArrayList<>()).add(Double.parseDouble(all[number - 1]));
            }
        }
        Table table = new Table("hash in a new process", "median ms", "quartiles");
        times.forEach((number, values) ->
                table.row("number " + number, ms(Samples.of(values).median()), quartiles(Samples.of(values))));
        return table;
    }

    private Table memory() throws IOException, InterruptedException {
        Table table = new Table("logins", "heap in use, MiB", "most ever resident, MiB");
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            Map<String, String> variables =
                    new HashMap<>(LambdaVariables.of(LoginHandler.class.getName(), "127.0.0.1:9"));
            variables.putAll(tables.variables());
            String every = Integer.toString(Math.max(1, logins / 5));
            List<String> command = Child.java(
                    ManyLogins.class,
                    List.of("-XX:+UseSerialGC", "-Xmx192m"),
                    "events/login-ok.json",
                    Integer.toString(logins),
                    every);
            for (String line : Child.run(command, variables).lines().toList()) {
                String[] cells = line.split(" ", -1);
                table.row(cells[0], ms(Double.parseDouble(cells[1])), ms(Double.parseDouble(cells[2])));
            }
        }
        return table;
    }

    private static String quartiles(Samples times) {
        return ms(times.quantile(0.25)) + " to " + ms(times.quantile(0.75));
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
