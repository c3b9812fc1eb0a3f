package dev.latchkey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that is run to its end for what it prints. */
final class Child {
    private Child() {}

    /**
     * Runs a command, with these environment variables and no others.
     *
     * @return what it printed, without white space at the ends
     * @throws IOException if it ended with anything but 0; the message has what it said
     */
    static String run(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("latchkey-bench", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + "\n" + Files.readString(errors));
        }
        Files.delete(errors);
        return output.strip();
    }

    /** Returns the command that starts a class of these programs with a Java like this one. */
    static List<String> java(Class<?> main, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
