package dev.latchkey.cli;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.console.Failures;
import dev.latchkey.cli.console.Output;
import dev.latchkey.cli.keys.KeysCommand;
import dev.latchkey.cli.rules.ScopesCommand;
import dev.latchkey.cli.server.OpenCommand;
import dev.latchkey.cli.server.StatusCommand;
import dev.latchkey.cli.smoke.SmokeTestCommand;
import dev.latchkey.cli.tokens.TokensCommand;
import dev.latchkey.cli.transfer.BreachCommand;
import dev.latchkey.cli.transfer.ExportCommand;
import dev.latchkey.cli.transfer.ImportCommand;
import dev.latchkey.cli.users.UsersCommand;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "latchkey",
        description = "Token authentication for AWS: API Gateway, Lambda and DynamoDB.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "\"latchkey COMMAND --help\" tells more about a command; --debug shows where a failure came from."
        })
public final class Latchkey implements Callable<Integer> {
    /** What is typed in a clone, and how the texts have it. */
    private static final String TYPED = "./latchkey";

    private static final Set<String> VERSION = Set.of("-V", "--version", "version");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Option(
            names = Failures.DEBUG,
            scope = ScopeType.INHERIT,
            hidden = true, // In the footer: it is for no day but the bad one.
            description = "When something fails, show where it came from.")
    boolean debug;

    private Latchkey() {}

    /** Runs a command, and ends the process with 0 when it went well and 2 when the user has to do something about it. */
    public static void main(String[] arguments) {
        System.exit(run(ServeFromClone.MODULE, arguments));
    }

    /**
     * Runs a command of this process.
     *
     * @param server the command that has the server, or says where it is
     * @param arguments what was typed after {@code latchkey}
     * @return the exit code
     */
    public static int run(CommandModule server, String... arguments) {
        Output out = Output.standard();
        PrintWriter err = Output.standardError().writer();
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            new Version().print(out.writer()); // Without what it takes to read commands.
            return out.finish(CommandLine.ExitCode.OK, err);
        }
        int exitCode = commandLine(CommandContext.ofProcess(), server, arguments)
                .setOut(out.writer())
                .setErr(err)
                .execute(arguments);
        return out.finish(exitCode, err);
    }

    /**
     * Returns the command line, ready to execute.
     *
     * @param context what commands are run from
     * @param server the command that has the server, or says where it is
     * @param arguments what will be executed, if that is known: what it cannot mean is left out
     */
    public static CommandLine commandLine(CommandContext context, CommandModule server, String... arguments) {
        CommandLine root = new CommandLine(new Latchkey());
        CommandModule.add(root, modules(context, server), context, List.of(arguments));
        say(System.getProperty("latchkey.command", TYPED), root);
        Failures failures = new Failures();
        return root.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setColorScheme(Help.defaultColorScheme(colour(System.getenv())));
    }

    /** Puts what a person has to type to run this into every text. */
    private static void say(String typed, CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.description(said(typed, usage.description()));
        usage.footer(said(typed, usage.footer()));
        line.getSubcommands().values().forEach(subcommand -> say(typed, subcommand));
    }

    private static String[] said(String typed, String[] lines) {
        return Arrays.stream(lines).map(text -> text.replace(TYPED, typed)).toArray(String[]::new);
    }

    private static List<CommandModule> modules(CommandContext context, CommandModule server) {
        return List.of(
                server,
                StatusCommand.MODULE,
                OpenCommand.MODULE,
                UsersCommand.MODULE,
                TokensCommand.MODULE,
                KeysCommand.MODULE,
                ScopesCommand.MODULE,
                ImportCommand.MODULE,
                ExportCommand.MODULE,
                BreachCommand.MODULE,
                SmokeTestCommand.MODULE,
                CommandModule.command("completion", any -> new CompletionCommand(() -> commandLine(context, server))));
    }

    /** Colour is for terminals that know it, and for people who did not decline it by {@code NO_COLOR}. */
    private static Ansi colour(Map<String, String> variables) {
        return Ansi.AUTO.enabled() && !"dumb".equals(variables.get("TERM")) ? Ansi.ON : Ansi.OFF;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
