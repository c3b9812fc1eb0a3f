package dev.latchkey.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is compared with, from PyPI, in a virtual environment of its own. */
final class PythonTools {
    private final Path root;

    /** The tools of the clone in a folder. */
    PythonTools(Path root) {
        this.root = root;
    }

    /** Returns a program of the environment, such as {@code python}, installing what is missing first. */
    Path program(String name) throws IOException, InterruptedException {
        Path environment = root.resolve("benchmarks/target/venv").toAbsolutePath();
        Path installed = environment.resolve("installed");
        if (!Files.exists(installed)) {
            Child.run(List.of("python3", "-m", "venv", environment.toString()), System.getenv());
            Child.run(
                    List.of(
                            environment.resolve("bin/pip").toString(),
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            reference("requirements.txt").toString()),
                    System.getenv());
            Files.createFile(installed);
        }
        return environment.resolve("bin").resolve(name);
    }

    /** Returns a file of {@code benchmarks/reference}. */
    Path reference(String file) {
        return root.resolve("benchmarks/reference").resolve(file).toAbsolutePath();
    }
}
