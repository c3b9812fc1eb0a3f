package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.dynamodb.DynamoDbOutbox;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.operator.AddressAdmin;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users send-reset}. */
@Command(
        name = "send-reset",
        description = {
            "Has a user mailed a link to choose a new password, as if they had asked for it themselves.",
            "Others with the same address get one too; the mail says for which account it is."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users send-reset alice --stack auth-prod",
            "  ./latchkey users send-reset id:42 --language de --stack auth-prod"
        })
final class UsersSendReset extends UserNameCommand {
    @Option(
            names = "--language",
            paramLabel = "TAG",
            defaultValue = "en",
            description = "The language of the mail, en or de; by default ${DEFAULT-VALUE}.")
    private String language = "en";

    UsersSendReset(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        if (!stores.isMailOn()) {
            throw CommandException.refused("No mail goes out: " + stores.place() + " sends none.");
        }
        User user = stores.user(named());
        EmailForm form = AddressAdmin.formOf(user)
                .filter(address -> user.isOpen())
                .orElseThrow(() -> CommandException.refused(
                        "The user has no address, or is deactivated or about to be deleted: no mail would go out."));
        new AddressAdmin(stores.environment()).index(user);
        OutboxEvents events =
                OutboxEvents.ofOperators(true, stores.environment().randomness());
        new DynamoDbOutbox(stores.environment())
                .add(events.request(
                        OutboxEvent.Kind.PASSWORD_RESET_REQUESTED,
                        form,
                        stores.environment().now(),
                        language()));
        tell(AccountEvent.Kind.RESET_SENT, stores, user.id());
        out().println("A link to choose a new password is on its way to the address of "
                + TerminalSafe.text(user.username()) + ".");
        return 0;
    }

    private Language language() {
        try {
            return Language.ofTag(language);
        } catch (IllegalArgumentException e) {
            throw CommandException.misused("--language takes en or de.");
        }
    }
}
