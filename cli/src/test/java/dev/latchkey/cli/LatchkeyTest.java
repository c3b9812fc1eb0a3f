package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner.Result;
import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.SystemTerminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The tree of commands. */
class LatchkeyTest {
    private static final CommandContext CONTEXT = new CommandContext(Map.of(), new SystemTerminal(), Clock.systemUTC());

    static Stream<List<String>> commands() {
        return below(List.of(), Latchkey.commandLine(CONTEXT, ServeFromClone.MODULE)).stream();
    }

    private static List<List<String>> below(List<String> path, CommandLine line) {
        List<List<String>> paths = new ArrayList<>(List.of(path));
        line.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            paths.addAll(below(longer, subcommand));
        });
        return paths;
    }

    @Test
    void hasAllCommands() {
        assertThat(commands().map(path -> String.join(" ", path)))
                .contains("serve", "users create", "tokens revoke-all", "import django", "import latchkey", "export")
                .contains("smoke-test", "completion")
                .hasSizeGreaterThan(20);
    }

    /** What the arguments cannot mean is left out: nobody may notice. */
    @ParameterizedTest
    @MethodSource("commands")
    void saysTheSameWhetherOtherCommandsAreThereOrNot(List<String> path) {
        List<String> help = with(path, "--help");
        assertThat(CommandRunner.with(Map.of()).run(help.toArray(String[]::new)))
                .isEqualTo(runInAll(help))
                .matches(result -> result.exitCode() == 0 && result.out().startsWith("Usage: latchkey"));
        List<String> nonsense = with(path, "--nonsense", "nowhere");
        assertThat(CommandRunner.with(Map.of()).run(nonsense.toArray(String[]::new)))
                .isEqualTo(runInAll(nonsense))
                .matches(result -> result.exitCode() == 2);
    }

    @Test
    void readsOnlyTheCommandThatIsMeant() {
        CommandLine line = Latchkey.commandLine(CONTEXT, ServeFromClone.MODULE, "users", "list", "--all");

        assertThat(line.getSubcommands()).containsOnlyKeys("users");
        assertThat(line.getSubcommands().get("users").getSubcommands()).containsOnlyKeys("list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --port 3000 --in-memory", "serve --parameter A=b extra"})
    void saysWhereTheServerIs(String arguments) {
        Result result = CommandRunner.with(Map.of()).run(arguments.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("The server is not in this archive").contains("./latchkey serve");
    }

    private static List<String> with(List<String> path, String... more) {
        List<String> arguments = new ArrayList<>(path);
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Result runInAll(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Latchkey.commandLine(CONTEXT, ServeFromClone.MODULE);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Result(line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }
}
