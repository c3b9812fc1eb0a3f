package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import picocli.CommandLine.Command;

/** {@code users unlock}. */
@Command(
        name = "unlock",
        description = {
            "Forgets a user's failed logins and wrong codes, so that the next one is answered for what it is.",
            "Failures end by themselves (LOGIN_FAILURE_WINDOW); what one address has failed in all still counts."
        },
        footer = {
            "",
            "Examples:",
            "  ./latchkey users unlock alice",
            "  ./latchkey users unlock id:42 --stack auth-prod"
        })
final class UsersUnlock extends UserNameCommand {
    UsersUnlock(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        AttemptStore attempts = new DynamoDbAttemptStore(stores.environment());
        int sources = attempts.forget(Throttle.LOGIN, UsernameRule.uniquenessKey(user.username()));
        boolean fromElsewhere = AccountThrottle.forget(attempts, user.id());
        boolean codes = CodeThrottle.forget(attempts, user);
        String name = TerminalSafe.text(user.username());
        if (sources == 0 && !fromElsewhere && !codes) {
            out().println(name + " has no failed logins.");
        } else {
            tell(AccountEvent.Kind.UNLOCKED, stores, user.id());
            out().println("The failed logins of " + name + " from " + sources
                    + (sources == 1 ? " address" : " addresses") + " are forgotten.");
        }
        return 0;
    }
}
