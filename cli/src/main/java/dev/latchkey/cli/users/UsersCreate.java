package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.EmailRule;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users create}. */
@Command(
        name = "create",
        description = "Creates a user, under the same rules as registration.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey users create alice --email alice@example.com",
            "      asks for the password twice",
            "  pwgen -s 24 1 | ./latchkey users create robot --password-stdin --stack auth-prod",
            "  ./latchkey users create bob --email bob@example.com --no-password",
            "      bob cannot log in before \"users set-password bob\"",
            "  ./latchkey users create reports --service",
            "      a service, which has keys and nothing else: see \"keys create\""
        })
final class UsersCreate extends StoreCommand {
    @Parameters(paramLabel = "NAME", description = "The user name; shown as typed, unique in any case.")
    private String username = "";

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "The e-mail address; without it the user has none.")
    private String email = "";

    @Option(names = "--no-password", description = "Create a user whom no password can log in yet.")
    private boolean withoutPassword;

    @Option(names = "--service", description = "Create a service, which has no password and no address, only keys.")
    private boolean service;

    @Option(names = "--json", description = "Print the user as JSON.")
    private boolean json;

    @Mixin
    private PasswordOptions passwords = new PasswordOptions();

    UsersCreate(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        String name = UsernameRule.normalize(username);
        refuseIfAny(UsernameRule.violations(name));
        if (!email.isEmpty()) {
            refuseIfAny(EmailRule.violations(email));
        }
        if (withoutPassword && passwords.isFromInput()) {
            throw CommandException.misused("--no-password and --password-stdin exclude each other.");
        }
        if (service && (withoutPassword || passwords.isFromInput() || !email.isEmpty())) {
            throw CommandException.misused("A service has neither a password nor an address: --service excludes"
                    + " --email, --no-password and --password-stdin.");
        }
        if (stores.users().isNameTaken(UsernameRule.uniquenessKey(name))) {
            throw nameTaken();
        }
        User user = create(stores, name, email.isEmpty() ? "" : EmailRule.normalize(email));
        tell(AccountEvent.Kind.CREATED, stores, user.id());
        UserView view = new UserView(stores);
        if (json) {
            out().println(TerminalSafe.json(view.json(user)));
        } else {
            view.print(user, out());
        }
        return 0;
    }

    private User create(AccountStores stores, String name, String address) throws IOException {
        if (service) {
            return stores.createUser()
                    .createService(name)
                    .orElseThrow(UsersCreate::nameTaken)
                    .user();
        }
        PasswordHash hash = withoutPassword ? null : hash(stores, name, address);
        return stores.createUser()
                .create(name, address, hash)
                .orElseThrow(UsersCreate::nameTaken)
                .user();
    }

    private PasswordHash hash(AccountStores stores, String name, String address) throws IOException {
        PasswordHasher hasher = PasswordHasher.from(stores.environment());
        return new PasswordHash(hasher.hash(passwords.read(context(), name, address)));
    }

    private static void refuseIfAny(List<String> violations) {
        if (!violations.isEmpty()) {
            throw CommandException.refused(String.join(System.lineSeparator(), violations));
        }
    }

    private static CommandException nameTaken() {
        return CommandException.refused("A user with that username already exists.");
    }
}
