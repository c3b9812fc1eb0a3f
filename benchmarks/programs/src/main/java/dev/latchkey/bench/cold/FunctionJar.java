package dev.latchkey.bench.cold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.image.CacheKind;
import dev.latchkey.image.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A function to be started in several ways.
 *
 * @param name how the tables call it
 * @param classPath its jar, then Lambda's runtime
 * @param handler the handler, as Lambda's {@code _HANDLER}
 * @param variables environment variables beside those that Lambda sets
 * @param event makes what it is asked
 * @param expected a text that a right answer contains
 */
public record FunctionJar(
        String name,
        List<Path> classPath,
        String handler,
        Map<String, String> variables,
        Supplier<String> event,
        String expected) {
    private static final int TRAINING_ROUNDS = 5;

    /** Returns it laid out in another way, among all the functions that there are. */
    public FunctionJar laid(FunctionLayout layout, List<FunctionJar> all, Path folder) throws IOException {
        List<Path> path = new ArrayList<>(classPath);
        path.set(
                0,
                layout.of(
                        path.get(0),
                        all.stream().map(jar -> jar.classPath().get(0)).toList(),
                        folder));
        String named = layout == FunctionLayout.JAR ? name : name + " (" + layout + ")";
        return new FunctionJar(named, path, handler, variables, event, expected);
    }

    /** Returns it with one more variable. */
    public FunctionJar with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new FunctionJar(name + " (" + variable + "=" + value + ")", classPath, handler, more, event, expected);
    }

    /**
     * Returns it as it starts in each of the modes, having made what caches that takes.
     *
     * @param flags flags for its JVM beside those of the mode
     * @param folder where caches are written
     */
    public List<Subject> subjects(Jdk jdk, Set<Mode> modes, List<String> flags, Path folder)
            throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        for (Mode mode : modes) {
            Path cache =
                    folder.resolve(name.replaceAll("[^a-z]+", "-") + "-" + jdk.name() + "-" + mode.name() + ".cache");
            if (mode.cached()) {
                train(jdk, mode, cache);
            }
            List<String> all = new ArrayList<>(mode.flags(jdk.cacheKind(), cache));
            all.addAll(flags);
            List<String> command = jdk.command(classPath, all);
            subjects.add(new Subject(label(jdk, mode), command, handler, variables, event, expected));
        }
        return subjects;
    }

    /** Returns how results name it in one mode. */
    public String label(Jdk jdk, Mode mode) {
        return "JDK " + jdk.name() + ", " + name + ", " + mode;
    }

    private void train(Jdk jdk, Mode mode, Path cache) throws IOException, InterruptedException {
        CacheKind kind = jdk.cacheKind();
        List<String> flags = new ArrayList<>(mode.flags());
        flags.add(kind.makeFlag(cache));
        Path log = Path.of(cache + ".log");
        new Training(
                        jdk.command(classPath, flags),
                        handler,
                        variables,
                        () -> event.get().getBytes(UTF_8),
                        TRAINING_ROUNDS)
                .run(log);
        if (!Files.exists(cache)) {
            throw new IOException("the JVM wrote no cache; see " + log);
        }
    }
}
