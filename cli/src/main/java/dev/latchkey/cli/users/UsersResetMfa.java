package dev.latchkey.cli.users;

import dev.latchkey.account.ResetFactors;
import dev.latchkey.account.ResetFactors.Result;
import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.text.Language;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users reset-mfa}. */
@Command(
        name = "reset-mfa",
        description = {
            "Takes a user's second factor and passkeys away, 72 hours after the owner was written to, and ends all their sessions.",
            "The owner calls it off by the link in that mail, or by logging in with the second factor.",
            "Whoever asks you for it may have the password and not be the owner: make sure, by another way than the one they came."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users reset-mfa alice --stack auth-prod",
            "  ./latchkey users reset-mfa alice --language de --stack auth-prod",
            "  ./latchkey users reset-mfa id:42 --now --stack auth-prod"
        })
final class UsersResetMfa extends UserNameCommand {
    @Option(
            names = "--now",
            description =
                    "Do it at once: the password alone logs in from then on. Only if you have made sure yourself.")
    private boolean now;

    @Option(
            names = "--language",
            paramLabel = "TAG",
            defaultValue = "en",
            description = "The language of the mail to the owner, en or de; by default ${DEFAULT-VALUE}.")
    private String language = "en";

    UsersResetMfa(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        ResetFactors resets = stores.resetFactors();
        Result result = now ? resets.now(user.id(), language()) : ask(stores, user, resets);
        String name = TerminalSafe.text(user.username());
        if (result instanceof Result.Waiting waiting) {
            tell(AccountEvent.Kind.FACTOR_RESET_ASKED, stores, user.id());
            out().println("The second factor of " + name + " goes at " + UtcTime.text(waiting.due())
                    + ", unless the owner calls it off: a mail is on its way.");
        } else if (result instanceof Result.WaitingAlready waiting) {
            out().println("That was asked for before: the second factor of " + name + " goes at "
                    + UtcTime.text(waiting.due()) + ".");
        } else if (result instanceof Result.Done) {
            tell(AccountEvent.Kind.FACTORS_RESET, stores, user.id());
            out().println("The second factor of " + name + " is gone, and all sessions are ended.");
        } else if (result instanceof Result.NothingToReset) {
            out().println(name + " has no second factor.");
        } else {
            throw CommandException.refused("The user was deleted meanwhile.");
        }
        return 0;
    }

    /** Where nobody can hear of it, nobody can call it off. */
    private Result ask(AccountStores stores, User user, ResetFactors resets) {
        boolean reaches = stores.isMailOn() && EmailForm.of(user.email()).isPresent();
        if (!reaches && !user.security().factors().isEmpty()) {
            throw CommandException.refused("Nobody would hear of it: "
                    + (stores.isMailOn() ? "the user has no address" : stores.place() + " sends no mail")
                    + ". If you have made sure yourself, --now does it at once.");
        }
        return reaches ? resets.ask(user.id(), language()) : new Result.NothingToReset();
    }

    private Language language() {
        try {
            return Language.ofTag(language);
        } catch (IllegalArgumentException e) {
            throw CommandException.misused("--language takes en or de.");
        }
    }
}
