package dev.latchkey.cli.console;

import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked; the message says why, to the person who asked. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was named is not there, or what was asked is refused: exit code 1. */
    public static CommandException refused(String message) {
        return new CommandException(ExitCode.SOFTWARE, message);
    }

    /** The command is called wrongly, or what it needs is not configured: exit code 2. */
    public static CommandException misused(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
