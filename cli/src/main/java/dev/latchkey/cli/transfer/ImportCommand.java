package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code import}: the group of commands that bring users in. */
@Command(
        name = "import",
        description = "Brings users in: those of a Django site, or those of an export.",
        synopsisSubcommandLabel = "COMMAND")
public final class ImportCommand {
    private ImportCommand() {}

    /** Returns the group with its commands. */
    public static CommandLine line(CommandContext context) {
        return new CommandLine(new ImportCommand())
                .addSubcommand(new ImportDjango(context))
                .addSubcommand(new ImportLatchkey(context));
    }
}
