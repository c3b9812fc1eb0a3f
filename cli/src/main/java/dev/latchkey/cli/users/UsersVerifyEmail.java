package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.operator.AddressAdmin;
import dev.latchkey.operator.AddressAdmin.Outcome;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;

/** {@code users verify-email}. */
@Command(
        name = "verify-email",
        description = {
            "Says that the address of a user is verified, because you know it from elsewhere.",
            "From then on notices go there, and links to choose a new password go there first."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users verify-email alice",
            "  ./latchkey users verify-email id:42 --stack auth-prod"
        })
final class UsersVerifyEmail extends UserNameCommand {
    UsersVerifyEmail(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        String name = TerminalSafe.text(user.username());
        Outcome outcome = new AddressAdmin(stores.environment()).verify(user);
        switch (outcome) {
            case DONE -> {
                tell(AccountEvent.Kind.ADDRESS_VERIFIED, stores, user.id());
                out().println("The address of " + name + " is verified now.");
            }
            case SAME -> out().println("The address of " + name + " was verified before.");
            case NO_ADDRESS -> throw CommandException.refused(name + " has no address that could be verified.");
            case GONE -> throw CommandException.refused("The user changed meanwhile: look again.");
        }
        return 0;
    }
}
