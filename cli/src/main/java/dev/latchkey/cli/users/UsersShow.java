package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users show}. */
@Command(
        name = "show",
        description = "Shows a user: names, dates, the kind of password hash, and how many sessions are live.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey users show alice",
            "  ./latchkey users show id:42 --json --stack auth-prod | jq .last_login"
        })
final class UsersShow extends UserNameCommand {
    @Option(names = "--json", description = "Print the user as JSON.")
    private boolean json;

    UsersShow(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        long live = liveSessions(stores, user);
        UserView view = new UserView(stores);
        if (json) {
            Map<String, @Nullable Object> members = view.json(user);
            members.put("live_sessions", live);
            out().println(TerminalSafe.json(members));
        } else {
            view.print(user, out());
            out().println("Sessions    " + live);
        }
        return 0;
    }

    private static long liveSessions(AccountStores stores, User user) {
        Instant now = stores.environment().now();
        return stores.sessions().list(user.id()).stream()
                .filter(session -> stores.policy().isLive(user, session, now))
                .count();
    }
}
