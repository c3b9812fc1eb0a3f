package dev.latchkey.cli.tokens;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;

/** {@code tokens revoke-all}. */
@Command(
        name = "revoke-all",
        description = "Ends every session of a user, in one write; the user may log in again at once.",
        footer = {"", "Example:", "  ./latchkey tokens revoke-all id:42 --stack auth-prod"})
final class TokensRevokeAll extends UserNameCommand {
    TokensRevokeAll(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        stores.users().endAllSessions(user.id());
        tell(AccountEvent.Kind.LOGGED_OUT_EVERYWHERE, stores, user.id());
        stores.users()
                .find(user.id())
                .ifPresent(now -> stores.admin()
                        .deleteDeadSessions(now, stores.environment().now()));
        out().println("Every session of " + TerminalSafe.text(user.username()) + " is ended.");
        return 0;
    }
}
