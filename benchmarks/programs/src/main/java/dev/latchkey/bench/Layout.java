package dev.latchkey.bench;

import dev.latchkey.template.FunctionDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the build left what is measured.
 *
 * @param root the folder that the project was cloned into
 */
public record Layout(Path root) {
    /** Returns the shaded jar that a function is deployed from. */
    public Path function(FunctionDefinition function) {
        return built(root.resolve(function.codeUri()));
    }

    /** Returns the shaded jar of a floor, such as {@code getitem}. */
    public Path floor(String name) {
        return built(root.resolve("benchmarks/floors/" + name + "/target/bench-" + name + ".jar"));
    }

    /** Returns the class path of a function on Lambda: its jar, then Lambda's runtime. */
    public List<Path> classPath(Path jar) throws IOException {
        List<Path> path = new ArrayList<>();
        path.add(jar);
        path.addAll(runtime());
        return path;
    }

    /** Returns the jars of Lambda's runtime. */
    public List<Path> runtime() throws IOException {
        try (Stream<Path> jars = Files.list(built(root.resolve("benchmarks/runtime/target/lib")))) {
            return jars.sorted().toList();
        }
    }

    /** Returns the classes of these programs. */
    public Path programs() {
        return built(root.resolve("benchmarks/programs/target/classes"));
    }

    /** Returns where programs may keep what they make. */
    public Path work() {
        return root.resolve("benchmarks/target");
    }

    private static Path built(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is not built; start the programs by benchmarks/run");
        }
        return file.toAbsolutePath().normalize();
    }
}
