package dev.latchkey.cli;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.Terminal;
import dev.latchkey.fixtures.TestTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Runs commands as a person or a script would, on tables of a test. */
public final class CommandRunner {
    private final Map<String, String> variables;
    private final Path auditLog = newFile();

    private CommandRunner(Map<String, String> variables) {
        this.variables = new HashMap<>(variables);
        this.variables.putIfAbsent("AUDIT_LOG", auditLog.toString());
    }

    /** What a command left behind. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs commands on a test's tables. */
    public static CommandRunner on(TestTables tables) {
        return on(tables, Map.of());
    }

    /** Runs commands on a test's tables, with more variables. */
    public static CommandRunner on(TestTables tables, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(more);
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        // The least that Argon2 takes: these tests are not about its cost.
        variables.put("ARGON2_MEMORY_KIB", "8");
        variables.put("ARGON2_ITERATIONS", "1");
        return new CommandRunner(variables);
    }

    /** Runs commands on a local server, as they find it by themselves but for its port. */
    public static CommandRunner onServer(URI dynamoDb) {
        return new CommandRunner(Map.of("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString()));
    }

    /** Runs commands with an environment and no more. */
    public static CommandRunner with(Map<String, String> variables) {
        return new CommandRunner(variables);
    }

    /** Runs a command that has nothing on standard input and nobody to ask. */
    public Result run(String... arguments) {
        return run("", List.of(), arguments);
    }

    /** Runs a command that has a text on standard input and nobody to ask. */
    public Result piped(String input, String... arguments) {
        return run(input, List.of(), arguments);
    }

    /** Runs a command for a person who gives these answers. */
    public Result typed(List<String> answers, String... arguments) {
        return run("", answers, arguments);
    }

    /** Returns what the audit log was told, a line of JSON for each event. */
    public List<String> auditLog() {
        try {
            return Files.readAllLines(auditLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFile() {
        try {
            Path file = Files.createTempFile("audit", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result run(String input, List<String> answers, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Latchkey.commandLine(
                new CommandContext(variables, new Script(input, answers), Clock.systemUTC()),
                ServeFromClone.MODULE,
                arguments);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = line.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private static final class Script implements Terminal {
        private final InputStream input;
        private final Deque<String> answers;

        Script(String input, List<String> answers) {
            this.input = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
            this.answers = new ArrayDeque<>(answers);
        }

        @Override
        public InputStream input() {
            return input;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<String> askSecretly(String question) {
            return ask(question);
        }

        @Override
        public boolean isWatched() {
            return false;
        }
    }
}
