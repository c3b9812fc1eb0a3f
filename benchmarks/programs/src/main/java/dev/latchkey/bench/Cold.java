package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart;
import dev.latchkey.bench.cold.ColdStart.Times;
import dev.latchkey.bench.cold.FunctionJar;
import dev.latchkey.bench.cold.FunctionLayout;
import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.cold.Mode;
import dev.latchkey.bench.cold.Subject;
import dev.latchkey.bench.data.SampleTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Process start to first answer: every function beside the floors, each as the JVM comes and with a class cache. */
@Command(name = "cold", description = "Cold starts of every function, beside the least that a function can do.")
final class Cold implements Callable<Integer> {
    @Option(names = "--runs", defaultValue = "15", description = "Runs of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--jdk", description = "NAME=FOLDER of a JDK; may be repeated (default: the one that runs this).")
    private @Nullable List<String> jdks;

    @Option(
            names = "--modes",
            split = ",",
            defaultValue = "PLAIN",
            description = "How to start the JVM: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Set<Mode> modes = EnumSet.of(Mode.PLAIN);

    @Option(
            names = "--layouts",
            split = ",",
            defaultValue = "JAR",
            description = "How the classes lie: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Set<FunctionLayout> layouts = EnumSet.of(FunctionLayout.JAR);

    @Option(names = "--only", split = ",", description = "Only these functions or floors.")
    private @Nullable Set<String> only;

    @Option(names = "--set", description = "NAME=VALUE of a variable, measured beside leaving it out; may be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--flag", description = "A flag for every JVM, such as -Xlog:class+load; may be repeated.")
    private List<String> flags = List.of();

    @Option(names = "--plot", description = "Writes a plot to this SVG file.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("latchkey-bench");
        List<Jdk> homes = jdks == null
                ? List.of(Jdk.current())
                : jdks.stream().map(Jdk::parse).toList();
        Path root = Path.of("");
        try (SampleTables tables = SampleTables.start(root)) {
            List<FunctionJar> jars = variants(new Functions(new Layout(root), tables.variables()).all(), scratch);
            List<Subject> subjects = new ArrayList<>();
            for (Jdk jdk : homes) {
                for (FunctionJar jar : jars) {
                    subjects.addAll(jar.subjects(jdk, modes, flags, scratch));
                }
            }
            Map<String, Times> times = new ColdStart(scratch, tables::restore).measure(subjects, runs);
            System.out.print(ColdReport.table(times));
            if (plot != null) {
                ColdReport.plot(times).write(plot);
            }
        }
        return 0;
    }

    private List<FunctionJar> variants(List<FunctionJar> all, Path scratch) throws Exception {
        List<FunctionJar> variants = new ArrayList<>();
        for (FunctionJar jar : all) {
            if (only == null || only.contains(jar.name())) {
                for (FunctionLayout layout : layouts) {
                    FunctionJar laid = jar.laid(layout, all, scratch);
                    variants.add(laid);
                    settings.forEach((name, value) -> variants.add(laid.with(name, value)));
                }
            }
        }
        return variants;
    }
}
