package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart;
import dev.latchkey.bench.cold.FunctionJar;
import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.cold.Mode;
import dev.latchkey.bench.cold.Subject;
import dev.latchkey.bench.data.SampleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Process start to first answer: every function beside the two floors, each as the JVM comes and with a class cache. */
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

    @Option(names = "--only", split = ",", description = "Only these functions or floors.")
    private @Nullable Set<String> only;

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("latchkey-bench");
        List<Jdk> homes = jdks == null
                ? List.of(Jdk.current())
                : jdks.stream().map(Jdk::parse).toList();
        Path root = Path.of("");
        try (SampleTables tables = SampleTables.start(root)) {
            List<FunctionJar> jars = new Functions(new Layout(root), tables.variables()).all();
            List<Subject> subjects = new ArrayList<>();
            for (Jdk jdk : homes) {
                for (FunctionJar jar : jars) {
                    subjects.addAll(subjects(jar, jdk, scratch));
                }
            }
            System.out.print(ColdReport.table(new ColdStart(scratch, tables::restore).measure(subjects, runs)));
        }
        return 0;
    }

    private List<Subject> subjects(FunctionJar jar, Jdk jdk, Path scratch) throws IOException, InterruptedException {
        return only == null || only.contains(jar.name()) ? jar.subjects(jdk, modes, scratch) : List.of();
    }
}
