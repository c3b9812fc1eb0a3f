package dev.latchkey.local;

import dev.latchkey.cli.Latchkey;
import dev.latchkey.cli.console.CommandContext;
import picocli.CommandLine;

/** The command line of a clone: all of Latchkey's commands, the server among them. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the process with 0 when it went well and 2 when the user has to do something about it. */
    public static void main(String[] arguments) {
        System.exit(Latchkey.run(ServeCommand.MODULE, arguments));
    }

    /** Returns the command line, ready to execute. */
    static CommandLine commandLine(String... arguments) {
        return Latchkey.commandLine(CommandContext.ofProcess(), ServeCommand.MODULE, arguments);
    }
}
