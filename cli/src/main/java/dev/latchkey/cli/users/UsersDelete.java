package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.user.User;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users delete}. */
@Command(
        name = "delete",
        description = {
            "Deletes a user with every session. The name is free again afterwards.",
            "For a user who was imported this scans the tokens table, for what is left of sessions brought along."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users delete alice",
            "      asks before it does so",
            "  ./latchkey users delete id:42 --yes --stack auth-prod"
        })
final class UsersDelete extends UserNameCommand {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    UsersDelete(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        String name = TerminalSafe.text(user.username());
        if (!sure && !isConfirmed(name, user.id(), stores.place())) {
            throw CommandException.refused("Nothing was deleted.");
        }
        if (!stores.admin().delete(user.id())) {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        tell(AccountEvent.Kind.DELETED, stores, user.id());
        out().println(name + " is deleted.");
        return 0;
    }

    private boolean isConfirmed(String name, long id, String place) {
        Optional<String> answer =
                context().terminal().ask("Delete " + name + " (id " + id + ") from " + place + " for good? [y/N] ");
        return answer.orElseThrow(() -> CommandException.misused("There is no terminal to ask on: use --yes."))
                .strip()
                .toLowerCase(Locale.ROOT)
                .matches("y|yes");
    }
}
