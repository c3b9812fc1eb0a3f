package dev.latchkey.cli.tokens;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tokens list}. */
@Command(
        name = "list",
        description = "Lists a user's sessions, oldest first.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey tokens list alice",
            "  ./latchkey tokens list id:42 --json --stack auth-prod | jq -r '.[].source_ip'"
        })
final class TokensList extends UserNameCommand {
    @Option(
            names = "--all",
            description = "Also list sessions that can no longer be used and are not cleaned away yet.")
    private boolean all;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    TokensList(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        SessionPolicy policy = stores.policy();
        Instant now = stores.environment().now();
        List<Row> rows = stores.sessions().list(user.id()).stream()
                .map(session -> new Row(session, SessionState.of(policy, user, session, now)))
                .filter(row -> all || row.state() == SessionState.LIVE)
                .toList();
        if (json) {
            out().println(TerminalSafe.json(rows.stream().map(TokensList::json).toList()));
        } else {
            print(rows);
        }
        return 0;
    }

    private record Row(Session session, SessionState state) {}

    private void print(List<Row> rows) {
        TextTable table =
                new TextTable("TOKEN KEY", "STATE", "CREATED", "EXPIRES", "REFRESHED", "SOURCE IP", "USER AGENT");
        for (Row row : rows) {
            Session session = row.session();
            table.add(
                    session.key().value(),
                    row.state().toString(),
                    TextTable.time(session.created()),
                    TextTable.time(session.expiry()),
                    TextTable.time(session.refreshed()),
                    TerminalSafe.text(session.client().sourceIp()),
                    TerminalSafe.text(session.client().userAgent()));
        }
        table.print(out());
    }

    private static Map<String, @Nullable Object> json(Row row) {
        Session session = row.session();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("token_key", session.key().value());
        members.put("state", row.state().toString());
        members.put("created", UtcTime.textOrNull(session.created()));
        members.put("expiry", UtcTime.textOrNull(session.expiry()));
        members.put("refreshed", UtcTime.textOrNull(session.refreshed()));
        members.put("source_ip", session.client().sourceIp());
        members.put("user_agent", session.client().userAgent());
        return members;
    }
}
