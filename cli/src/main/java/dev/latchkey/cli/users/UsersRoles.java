package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.RoleRule;
import dev.latchkey.user.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users roles}. */
@Command(
        name = "roles",
        description = {
            "Gives a user roles, and takes some away; they hold on the user's next request. Without an option it lists them.",
            "Behind an API Gateway that caches the authorizer's answers (AuthorizerCacheSeconds), when the cache ends."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users roles ada --add staff --remove trainee",
            "  ./latchkey users roles id:42 --stack auth-prod"
        })
final class UsersRoles extends UserNameCommand {
    @Option(
            names = "--add",
            paramLabel = "ROLE",
            description = "A role that the user is to have; may be given several times.")
    private List<String> added = List.of();

    @Option(names = "--remove", paramLabel = "ROLE", description = "A role to take away; may be given several times.")
    private List<String> removed = List.of();

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    UsersRoles(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        Stream.concat(added.stream(), removed.stream()).forEach(UsersRoles::refuseUnlessRole);
        User user = stores.user(named());
        Set<String> roles = new TreeSet<>(user.security().roles());
        if (!added.isEmpty() || !removed.isEmpty()) {
            roles = change(stores, user);
            tell(
                    AccountEvent.Kind.ROLES_CHANGED,
                    stores,
                    Map.of("userId", Long.toString(user.id()), "roles", String.join(" ", roles)));
        }
        if (json) {
            out().println(TerminalSafe.json(List.copyOf(roles)));
        } else if (roles.isEmpty()) {
            out().println(TerminalSafe.text(user.username()) + " has no role.");
        } else {
            out().println(TerminalSafe.text(user.username()) + " has " + String.join(", ", roles) + ".");
        }
        return 0;
    }

    private Set<String> change(AccountStores stores, User user) {
        try {
            return stores.admin()
                    .changeRoles(user.id(), added, removed)
                    .orElseThrow(() -> CommandException.refused("The user was deleted meanwhile."));
        } catch (IllegalArgumentException e) {
            throw CommandException.refused("A user may have at most " + RoleRule.MOST + " roles.");
        }
    }

    private static void refuseUnlessRole(String role) {
        if (!RoleRule.isValid(role)) {
            throw CommandException.misused("A role is " + RoleRule.FORM + ", not \"" + TerminalSafe.text(role) + "\".");
        }
    }
}
