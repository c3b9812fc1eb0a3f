package dev.latchkey.cli.server;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.target.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code open}. */
@Command(
        name = "open",
        description = "Opens a page of the local server in your browser, and prints its address.",
        footer = {
            "",
            "BROWSER names a program to open it with; otherwise it is the one that your system has for addresses.",
            "",
            "Examples:",
            "  ./latchkey open",
            "  ./latchkey open outbox",
            "",
            "Exit codes: 0 done, 1 no server runs, 2 called wrongly."
        })
public final class OpenCommand implements Callable<Integer> {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("open", OpenCommand::new);

    private static final List<String> PAGES = List.of("start", "account", "docs", "outbox", "metrics");

    private final CommandContext context;

    @Parameters(
            paramLabel = "PAGE",
            arity = "0..1",
            defaultValue = "start",
            description = "start, account, docs, outbox or metrics; by default ${DEFAULT-VALUE}.")
    private String page = "start";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private OpenCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!PAGES.contains(page)) {
            throw CommandException.misused(
                    "There is no page \"" + page + "\": open takes " + String.join(", ", PAGES) + ".");
        }
        RunningServer.Place server = RunningServer.find()
                .orElseThrow(() -> CommandException.refused(
                        "No local server runs in this folder. Start one with \"./latchkey serve\"."));
        String address = server.api() + "/" + (page.equals("start") ? "" : page);
        spec.commandLine().getOut().println(address);
        List<String> command = new ArrayList<>(opener());
        command.add(address);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) { // No such program: the address is printed.
            spec.commandLine().getErr().println("Nothing here opens addresses: copy it into your browser.");
        }
        return 0;
    }

    private List<String> opener() {
        String chosen = context.variables().getOrDefault("BROWSER", "");
        if (!chosen.isEmpty()) {
            return List.of(chosen);
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open");
    }
}
