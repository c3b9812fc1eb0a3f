package dev.latchkey.cli.keys;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyPolicy;
import dev.latchkey.key.KeyPolicy.State;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys list}. */
@Command(
        name = "list",
        description = "Lists the keys of a user or a service, oldest first.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey keys list reports",
            "  ./latchkey keys list id:42 --json --stack auth-prod | jq -r '.[].name'"
        })
final class KeysList extends UserNameCommand {
    @Option(names = "--all", description = "Also list keys that can no longer be used and are not cleaned away yet.")
    private boolean all;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    KeysList(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        KeyPolicy policy = new KeyPolicy(stores.keySettings());
        User user = stores.user(named());
        Instant now = stores.environment().now();
        List<Row> rows = stores.keys().list(user.id()).stream()
                .map(key -> new Row(key, policy.stateOf(user, key, now)))
                .filter(row -> all || row.state() == State.LIVE)
                .toList();
        if (json) {
            out().println(TerminalSafe.json(rows.stream().map(Row::json).toList()));
        } else {
            print(rows);
        }
        return 0;
    }

    private record Row(ApiKey key, State state) {
        String shown() {
            return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>(KeyView.json(key));
            members.put("state", shown());
            return members;
        }
    }

    private void print(List<Row> rows) {
        TextTable table = new TextTable("TOKEN KEY", "NAME", "SCOPES", "STATE", "CREATED", "EXPIRES", "LAST USED");
        for (Row row : rows) {
            ApiKey key = row.key();
            table.add(
                    key.key().value(),
                    TerminalSafe.text(key.name()),
                    key.scopes().toString(),
                    row.shown(),
                    TextTable.time(key.created()),
                    TextTable.time(key.expiry()),
                    TextTable.time(key.lastUsed()));
        }
        table.print(out());
    }
}
