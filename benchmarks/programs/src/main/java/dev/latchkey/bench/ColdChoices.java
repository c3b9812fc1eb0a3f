package dev.latchkey.bench;

import dev.latchkey.bench.cold.ColdStart;
import dev.latchkey.bench.cold.Jdk;
import dev.latchkey.bench.cold.Subject;
import dev.latchkey.bench.data.SampleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each choice of a function's edge and of its DynamoDB client costs at a cold start. */
@Command(name = "cold-choices", description = "What each choice costs at a cold start.")
final class ColdChoices implements Callable<Integer> {
    private static final String EVENT =
            "{\"path\":\"/api/auth/user\",\"httpMethod\":\"GET\",\"headers\":{\"Authorization\":"
                    + "\"Token x\"},\"body\":null,\"isBase64Encoded\":false}";
    private static final String BASE = "http,region,endpoint";

    @Option(names = "--runs", defaultValue = "15", description = "Runs of each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--jdk", description = "NAME=FOLDER of a JDK; may be repeated (default: the one that runs this).")
    private @Nullable List<String> jdks;

    @Option(names = "--only", description = "Only choices whose name contains this.")
    private String only = "";

    @Override
    public Integer call() throws Exception {
        Layout layout = new Layout(Path.of(""));
        Path scratch = Files.createTempDirectory("latchkey-bench");
        List<Jdk> homes = jdks == null
                ? List.of(Jdk.current())
                : jdks.stream().map(Jdk::parse).toList();
        try (SampleTables tables = SampleTables.start(Path.of(""))) {
            List<Subject> subjects = new ArrayList<>();
            for (Jdk jdk : homes) {
                subjects.addAll(subjects(layout, jdk, tables));
            }
            subjects.removeIf(
                    subject -> !subject.name().contains(only) && !subject.name().contains("base:"));
            System.out.print(ColdReport.table(new ColdStart(scratch, tables::restore).measure(subjects, runs)));
        }
        return 0;
    }

    private static List<Subject> subjects(Layout layout, Jdk jdk, SampleTables tables) throws IOException {
        List<Subject> all = new ArrayList<>();
        Map<String, String> base = tables.variables();
        List<String> command = jdk.command(layout.classPath(layout.floor("probes")), List.of());
        for (String[] choice : choices()) {
            Map<String, String> variables = new HashMap<>(base);
            variables.put("PROBE", choice[2]);
            all.add(new Subject(
                    jdk.name() + " " + choice[0],
                    command,
                    "dev.latchkey.floor.probes." + choice[1] + "::handleRequest",
                    variables,
                    () -> EVENT,
                    "200"));
        }
        return all;
    }

    private static List<String[]> choices() {
        List<String[]> choices = new ArrayList<>();
        choices.add(new String[] {"base: " + BASE, "StreamHandler", BASE});
        choices.add(new String[] {"client: nothing set", "StreamHandler", ""});
        choices.add(new String[] {"client: http,region", "StreamHandler", "http,region"});
        for (String one :
                List.of("mode", "discovery", "envCredentials", "staticCredentials", "retry", "profile", "timeouts")) {
            choices.add(new String[] {"client: base+" + one, "StreamHandler", BASE + "," + one});
        }
        choices.add(new String[] {"client: httpInstance", "StreamHandler", "httpInstance,region,endpoint"});
        choices.add(new String[] {"json: jackson-core", "StreamingJsonHandler", BASE});
        choices.add(new String[] {"json: databind tree", "TreeHandler", BASE});
        choices.add(new String[] {"json: typed events", "TypedEventHandler", BASE});
        choices.add(new String[] {"json: maps", "MapHandler", BASE});
        return choices;
    }
}
