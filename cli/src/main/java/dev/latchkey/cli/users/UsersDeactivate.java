package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;

/** {@code users deactivate}. */
@Command(
        name = "deactivate",
        description = {
            "Keeps a user from logging in, and ends every session; both hold on the next request.",
            "Behind an API Gateway that caches the authorizer's answers (AuthorizerCacheSeconds), when the cache ends."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users deactivate alice",
            "  ./latchkey users deactivate id:42 --stack auth-prod"
        })
final class UsersDeactivate extends UserNameCommand {
    UsersDeactivate(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        if (!user.active()) {
            out().println(TerminalSafe.text(user.username()) + " is not active anyway.");
        } else if (stores.users().setActive(user.id(), false)) {
            tell(AccountEvent.Kind.DEACTIVATED, stores, user.id());
            out().println(TerminalSafe.text(user.username()) + " can no longer log in; every session is ended.");
        } else {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        return 0;
    }
}
