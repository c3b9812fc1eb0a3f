package dev.latchkey.cli.server;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.LocalTables;
import dev.latchkey.cli.target.RunningServer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}. */
@Command(
        name = "status",
        description = "Shows the local server of this folder: its process, its addresses, its tables.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey status",
            "  ./latchkey status --json | jq -r .api",
            "",
            "Exit codes: 0 it runs, 1 it does not, 2 called wrongly."
        })
public final class StatusCommand implements Callable<Integer> {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("status", context -> new StatusCommand());

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private StatusCommand() {}

    @Override
    public Integer call() {
        RunningServer.Place server = RunningServer.find()
                .orElseThrow(() -> CommandException.refused(
                        "No local server runs in this folder. Start one with \"./latchkey serve\"."));
        PrintWriter out = spec.commandLine().getOut();
        String users = LocalTables.name("UsersTable");
        String tokens = LocalTables.name("TokensTable");
        if (json) {
            Map<String, @Nullable Object> view = new LinkedHashMap<>();
            view.put("pid", server.pid());
            view.put("api", server.api());
            view.put("dynamodb", server.dynamoDb());
            view.put("users_table", users);
            view.put("tokens_table", tokens);
            out.println(TerminalSafe.json(view));
            return 0;
        }
        new TextTable("The local server runs.", "")
                .add("process", Long.toString(server.pid()))
                .add("pages", TerminalSafe.text(server.api()))
                .add("API", TerminalSafe.text(server.api() + "/api/auth"))
                .add("DynamoDB", TerminalSafe.text(server.dynamoDb()))
                .add("tables", users + ", " + tokens)
                .print(out);
        spec.commandLine().getErr().println("Next: ./latchkey open, ./latchkey users list");
        return 0;
    }
}
