package dev.latchkey.local.admin;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The operator's commands, to be put under the root command. */
public final class AdminCommands {
    private AdminCommands() {}

    /** Adds {@code users} and {@code tokens} to a command line, and has it tell in plain words why one failed. */
    public static void addTo(CommandLine root, Shell shell) {
        IExecutionExceptionHandler others = root.getExecutionExceptionHandler();
        root.addSubcommand(UsersCommand.line(shell)).addSubcommand(TokensCommand.line(shell));
        root.setExecutionExceptionHandler(new Failures(others));
    }
}
