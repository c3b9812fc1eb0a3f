package dev.latchkey.bench.cold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.image.CacheKind;
import dev.latchkey.image.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** Returns it as it starts in each of the modes, having made what caches that takes in the given folder. */
    public List<Subject> subjects(Jdk jdk, Set<Mode> modes, Path folder) throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        for (Mode mode : modes) {
            Path cache = folder.resolve(name + "-" + jdk.name() + "-" + mode.name() + ".cache");
            if (mode.cached()) {
                train(jdk, mode, cache);
            }
            List<String> command = jdk.command(classPath, mode.flags(jdk.cacheKind(), cache));
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
