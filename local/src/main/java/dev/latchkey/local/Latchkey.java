package dev.latchkey.local;

import dev.latchkey.local.admin.AdminCommands;
import dev.latchkey.local.admin.Shell;
import dev.latchkey.local.smoke.SmokeTestCommand;
import dev.latchkey.local.transfer.TransferCommands;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "latchkey",
        description = "Token authentication for AWS: API Gateway, Lambda and DynamoDB.",
        subcommands = {ServeCommand.class, CompletionCommand.class},
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "\"latchkey COMMAND --help\" tells more about a command."})
public final class Latchkey implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Latchkey() {}

    /** Runs a command, and ends the process with 0 when it went well and 2 when the user has to do something about it. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command line, ready to execute. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Latchkey())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .setParameterExceptionHandler(Latchkey::refuse);
        Shell shell = Shell.ofProcess();
        AdminCommands.addTo(line, shell);
        TransferCommands.addTo(line, shell);
        line.addSubcommand(new SmokeTestCommand(shell));
        return line.setColorScheme(Help.defaultColorScheme(colour(System.getenv())));
    }

    /** Colour is for terminals that know it, and for people who did not decline it by {@code NO_COLOR}. */
    private static Ansi colour(Map<String, String> variables) {
        return Ansi.AUTO.enabled() && !"dumb".equals(variables.get("TERM")) ? Ansi.ON : Ansi.OFF;
    }

    private static int explain(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof StartException) {
            error(command, String.valueOf(failure.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }

    private static int refuse(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        error(command, reason(failure));
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("\"" + name + " --help\" tells what it takes.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String reason(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return String.valueOf(failure.getMessage());
        }
        List<String> near = unmatched.getSuggestions();
        String said = "\"" + unmatched.getUnmatched().get(0) + "\" makes no sense here";
        return near.isEmpty() ? said : said + "; did you mean " + near.get(0) + "?";
    }

    private static void error(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("latchkey: " + message));
        err.flush();
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
