package dev.latchkey.platform;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs run in the repository's folder, what they write going to files. */
final class Programs {
    private static final long PATIENCE_MINUTES = 5;

    private final Path logs;
    private final String[] environment;
    private int count;

    /**
     * Prepares runs.
     *
     * @param logs an empty folder
     * @param environment names and values by turns, beside the environment of this process
     */
    Programs(Path logs, String... environment) {
        this.logs = logs;
        this.environment = environment.clone();
    }

    /**
     * Runs a program to its end and returns what it printed, stripped.
     *
     * @throws IOException if it fails or does not end; with what it wrote to standard error
     */
    String run(List<String> command) throws IOException, InterruptedException {
        Running running = start(command);
        if (!running.process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || running.process.exitValue() != 0) {
            running.process.destroyForcibly();
            throw new IOException(String.join(" ", command) + ":\n" + running.log());
        }
        return Files.readString(running.output).strip();
    }

    /** Starts a program, which the caller ends. */
    Running start(List<String> command) throws IOException {
        String name = Integer.toString(count++);
        Path output = logs.resolve(name + ".out");
        Path error = logs.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TestTables.template().getParent().toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        return new Running(builder.start(), output, error);
    }

    /** A program that was started. */
    record Running(Process process, Path output, Path error) {
        boolean isAlive() {
            return process.isAlive();
        }

        /** Returns what it wrote to standard error so far. */
        String log() throws IOException {
            return Files.readString(error);
        }

        /** Asks it to end and waits for that, but not for ever. */
        void end() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }
}
