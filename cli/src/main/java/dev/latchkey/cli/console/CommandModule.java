package dev.latchkey.cli.console;

import picocli.CommandLine;

/** A part of the command line: how every command, or group of commands, comes under the root. */
@FunctionalInterface
public interface CommandModule {
    /** Returns the module's command, with what belongs under it. */
    CommandLine line(CommandContext context);
}
