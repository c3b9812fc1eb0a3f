package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.operator.AddressAdmin;
import dev.latchkey.operator.AddressAdmin.Outcome;
import dev.latchkey.user.User;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users mark-verified}. */
@Command(
        name = "mark-verified",
        description = {
            "Says that the addresses of all users who were created before a time are verified, so that"
                    + " EMAIL_VERIFICATION=mandatory locks none of them out.",
            "Only if whoever kept them until then had verified them: from then on notices go there, and links to choose a new password"
                    + " go there first.",
            "May be run on a live stack, and again. It scans the users table: on AWS you pay for all that is read."
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 some users changed meanwhile: run it again, 2 called wrongly.",
            "",
            "Examples:",
            "  ./latchkey users mark-verified --created-before 2026-11-01T00:00:00Z",
            "  ./latchkey users mark-verified --created-before 2026-11-01T00:00:00Z --yes --stack auth-prod"
        })
final class UsersMarkVerified extends AddressesCommand {
    @Option(
            names = "--created-before",
            paramLabel = "TIME",
            required = true,
            description = "Whom it concerns, in UTC such as 2026-11-01T00:00:00Z.")
    private String time = "";

    @Option(names = "--yes", description = "Do it; without it, only count.")
    private boolean yes;

    private Instant before = Instant.EPOCH;
    private @Nullable AddressAdmin addresses;

    UsersMarkVerified(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        try {
            before = Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw CommandException.misused("--created-before takes a time such as 2026-11-01T00:00:00Z.");
        }
        addresses = new AddressAdmin(stores.environment());
        Map<Outcome, Long> counts = all(stores);
        String done = String.format(Locale.ROOT, "%,d", counts.get(Outcome.DONE));
        if (yes) {
            tell(AccountEvent.Kind.ADDRESS_VERIFIED, stores, Map.of("users", counts.get(Outcome.DONE)));
        }
        out().println(
                        yes
                                ? "The addresses of " + done + " users are verified now."
                                : "The addresses of " + done + " users would be verified: --yes does it.");
        if (!Objects.equals(counts.get(Outcome.GONE), 0L)) {
            throw CommandException.refused(
                    String.format(Locale.ROOT, "%,d users changed meanwhile: run it again.", counts.get(Outcome.GONE)));
        }
        return 0;
    }

    @Override
    Outcome handle(User user) {
        if (!user.created().isBefore(before) || user.security().emailVerified()) {
            return Outcome.SAME;
        }
        if (AddressAdmin.formOf(user).isEmpty()) {
            return Outcome.NO_ADDRESS;
        }
        return yes ? Objects.requireNonNull(addresses).verify(user) : Outcome.DONE;
    }
}
