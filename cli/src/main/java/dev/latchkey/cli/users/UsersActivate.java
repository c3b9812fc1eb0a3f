package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;

/** {@code users activate}. */
@Command(
        name = "activate",
        description = "Lets a deactivated user log in again. Sessions from before the deactivation stay ended.",
        footer = {"", "Example:", "  ./latchkey users activate alice"})
final class UsersActivate extends UserNameCommand {
    UsersActivate(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        if (user.active()) {
            out().println(TerminalSafe.text(user.username()) + " is active already.");
        } else if (stores.users().setActive(user.id(), true)) {
            tell(AccountEvent.Kind.ACTIVATED, stores, user.id());
            out().println(TerminalSafe.text(user.username()) + " may log in again.");
        } else {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        return 0;
    }
}
