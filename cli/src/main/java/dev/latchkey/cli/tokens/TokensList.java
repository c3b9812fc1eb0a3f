package dev.latchkey.cli.tokens;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.json.Json;
import dev.latchkey.session.Expiry;
import dev.latchkey.token.Token;
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
        Instant now = stores.environment().now();
        List<Token> tokens = stores.tokens().list(user.id()).stream()
                .filter(token -> all || SessionState.of(user, token, now) == SessionState.LIVE)
                .toList();
        if (json) {
            out().println(Json.write(
                    tokens.stream().map(token -> json(user, token, now)).toList()));
        } else {
            print(user, tokens, now);
        }
        return 0;
    }

    private void print(User user, List<Token> tokens, Instant now) {
        TextTable table =
                new TextTable("TOKEN KEY", "STATE", "CREATED", "EXPIRES", "REFRESHED", "SOURCE IP", "USER AGENT");
        for (Token token : tokens) {
            table.add(
                    token.key().value(),
                    SessionState.of(user, token, now).toString(),
                    TextTable.time(token.created()),
                    TextTable.time(token.expiry()),
                    TextTable.time(token.refreshed()),
                    TerminalSafe.text(token.client().sourceIp()),
                    TerminalSafe.text(token.client().userAgent()));
        }
        table.print(out());
    }

    private static Map<String, @Nullable Object> json(User user, Token token, Instant now) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("token_key", token.key().value());
        members.put("state", SessionState.of(user, token, now).toString());
        members.put("created", Expiry.text(token.created()));
        members.put("expiry", Expiry.text(token.expiry()));
        members.put("refreshed", Expiry.text(token.refreshed()));
        members.put("source_ip", token.client().sourceIp());
        members.put("user_agent", token.client().userAgent());
        return members;
    }
}
