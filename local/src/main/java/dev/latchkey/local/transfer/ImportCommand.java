package dev.latchkey.local.transfer;

import dev.latchkey.local.admin.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code import}: the group of commands that bring users in. */
@Command(
        name = "import",
        description = "Brings users in: those of a Django site, or those of an export.",
        synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private ImportCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new ImportCommand())
                .addSubcommand(new ImportDjango(shell))
                .addSubcommand(new ImportLatchkey(shell));
    }
}
