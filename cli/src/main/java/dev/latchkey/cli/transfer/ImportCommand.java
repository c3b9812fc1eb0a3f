package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandModule;
import picocli.CommandLine.Command;

/** {@code import}: the group of commands that bring users in. */
@Command(
        name = "import",
        description = "Brings users in: those of a Django site, or those of an export.",
        synopsisSubcommandLabel = "COMMAND")
public final class ImportCommand {
    /** The group. */
    public static final CommandModule MODULE = CommandModule.group(
            "import",
            context -> new ImportCommand(),
            CommandModule.command("django", ImportDjango::new),
            CommandModule.command("latchkey", ImportLatchkey::new));

    private ImportCommand() {}
}
