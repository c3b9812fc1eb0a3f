package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users reset-mfa}. */
@Command(
        name = "reset-mfa",
        description = {
            "Takes a user's second factor away, and ends all their sessions.",
            "Whoever asks you for it may have the password and not be the owner: make sure, by another way than the one they came."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users reset-mfa alice --now",
            "  ./latchkey users reset-mfa id:42 --now --stack auth-prod"
        })
final class UsersResetMfa extends UserNameCommand {
    @Option(
            names = "--now",
            required = true,
            description = "Says that you know: it holds at once, and the password alone logs in from then on.")
    private boolean now;

    UsersResetMfa(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        String name = TerminalSafe.text(user.username());
        if (user.security().factors().isEmpty()) {
            out().println(name + " has no second factor.");
        } else if (now && stores.admin().resetFactors(user.id())) {
            tell(AccountEvent.Kind.FACTORS_RESET, stores, user.id());
            out().println("The second factor of " + name + " is gone, and all sessions are ended.");
        } else {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        return 0;
    }
}
