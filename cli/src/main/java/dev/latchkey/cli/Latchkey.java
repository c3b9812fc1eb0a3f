package dev.latchkey.cli;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.console.Failures;
import dev.latchkey.cli.smoke.SmokeTestCommand;
import dev.latchkey.cli.tokens.TokensCommand;
import dev.latchkey.cli.transfer.ExportCommand;
import dev.latchkey.cli.transfer.ImportCommand;
import dev.latchkey.cli.users.UsersCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "latchkey",
        description = "Token authentication for AWS: API Gateway, Lambda and DynamoDB.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "\"latchkey COMMAND --help\" tells more about a command."})
public final class Latchkey implements Callable<Integer> {
    private static final List<CommandModule> MODULES = List.of(
            UsersCommand::line,
            TokensCommand::line,
            ImportCommand::line,
            context -> new CommandLine(new ExportCommand(context)),
            context -> new CommandLine(new SmokeTestCommand(context)),
            context -> new CommandLine(new CompletionCommand()));

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

    private Latchkey() {}

    /** Runs a command, and ends the process with 0 when it went well and 2 when the user has to do something about it. */
    public static void main(String[] arguments) {
        System.exit(
                commandLine(CommandContext.ofProcess(), ServeFromClone::line).execute(arguments));
    }

    /**
     * Returns the command line, ready to execute.
     *
     * @param context what commands are run from
     * @param server the module that has the server, or says where it is
     */
    public static CommandLine commandLine(CommandContext context, CommandModule server) {
        CommandLine root = new CommandLine(new Latchkey());
        root.addSubcommand(server.line(context));
        MODULES.forEach(module -> root.addSubcommand(module.line(context)));
        Failures failures = new Failures();
        return root.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setColorScheme(Help.defaultColorScheme(colour(System.getenv())));
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
