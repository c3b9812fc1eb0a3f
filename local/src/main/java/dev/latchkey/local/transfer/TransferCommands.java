package dev.latchkey.local.transfer;

import dev.latchkey.local.admin.Shell;
import picocli.CommandLine;

/** The commands that bring users in and take them out, to be put under the root command. */
public final class TransferCommands {
    private TransferCommands() {}

    /** Adds {@code import} and {@code export} to a command line. */
    public static void addTo(CommandLine root, Shell shell) {
        root.addSubcommand(ImportCommand.line(shell)).addSubcommand(new Export(shell));
    }
}
