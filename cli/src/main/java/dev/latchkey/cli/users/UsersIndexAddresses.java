package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.operator.AddressAdmin;
import dev.latchkey.operator.AddressAdmin.Outcome;
import dev.latchkey.user.User;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code users index-addresses}. */
@Command(
        name = "index-addresses",
        description = {
            "Has every user found by their address, so that \"forgot password\" reaches them: those who came before mail was switched"
                    + " on, or by an import, are not yet.",
            "May be run on a live stack, and again. It scans the users table: on AWS you pay for all that is read."
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 some users changed meanwhile: run it again.",
            "",
            "Example:",
            "  ./latchkey users index-addresses --stack auth-prod"
        })
final class UsersIndexAddresses extends AddressesCommand {
    private @Nullable AddressAdmin addresses;

    UsersIndexAddresses(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        addresses = new AddressAdmin(stores.environment());
        Map<Outcome, Long> counts = all(stores);
        out().println(String.format(
                Locale.ROOT,
                "%,d users are found by their address now, %,d were before, %,d have none.",
                counts.get(Outcome.DONE),
                counts.get(Outcome.SAME),
                counts.get(Outcome.NO_ADDRESS)));
        if (!Objects.equals(counts.get(Outcome.GONE), 0L)) {
            throw CommandException.refused(
                    String.format(Locale.ROOT, "%,d users changed meanwhile: run it again.", counts.get(Outcome.GONE)));
        }
        return 0;
    }

    @Override
    Outcome handle(User user) {
        return Objects.requireNonNull(addresses).index(user);
    }
}
