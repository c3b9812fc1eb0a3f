package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandModule;
import picocli.CommandLine.Command;

/** {@code breach}: the group of commands about breached passwords. */
@Command(
        name = "breach",
        description = "Prepares what refuses passwords that are known from data breaches.",
        synopsisSubcommandLabel = "COMMAND")
public final class BreachCommand {
    /** The group. */
    public static final CommandModule MODULE = CommandModule.group(
            "breach", context -> new BreachCommand(), CommandModule.command("build", BreachBuild::new));

    private BreachCommand() {}
}
