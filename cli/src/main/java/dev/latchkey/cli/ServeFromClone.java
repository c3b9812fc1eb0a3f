package dev.latchkey.cli;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code serve} where there is no server: says where one is. */
@Command(
        name = "serve",
        description = {
            "Runs Latchkey on this machine. Only in a clone of Latchkey's repository: the server is not in this archive.",
        })
final class ServeFromClone implements Callable<Integer> {
    static final CommandModule MODULE = CommandModule.command("serve", context -> new ServeFromClone());

    /** Whatever the real command would take. */
    @Unmatched
    List<String> options = new ArrayList<>();

    private ServeFromClone() {}

    @Override
    public Integer call() {
        throw CommandException.misused(
                "The server is not in this archive. Run \"./latchkey serve\" in a clone of Latchkey's repository.");
    }
}
