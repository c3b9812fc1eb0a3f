package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.Kind;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code users set-password}. */
@Command(
        name = "set-password",
        description = "Sets a user's password, under the password policy, and ends every session.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey users set-password alice",
            "      asks for the password twice",
            "  ./latchkey users set-password id:42 --password-stdin --stack auth-prod < new-password.txt"
        })
final class UsersSetPassword extends UserNameCommand {
    @Mixin
    private PasswordOptions passwords = new PasswordOptions();

    UsersSetPassword(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        User user = stores.user(named());
        if (user.security().kind() == Kind.SERVICE) {
            throw CommandException.refused(TerminalSafe.text(user.username()) + " is a service, which has keys alone.");
        }
        PasswordHasher hasher = PasswordHasher.from(stores.environment());
        Password password = passwords.read(context(), user.username(), user.email());
        if (!stores.admin().setPassword(user.id(), new PasswordHash(hasher.hash(password)))) {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        tell(AccountEvent.Kind.PASSWORD_SET, stores, user.id());
        out().println("The password of " + TerminalSafe.text(user.username()) + " is set; every session is ended.");
        return 0;
    }
}
