package dev.latchkey.cli.keys;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.ApiKey;
import dev.latchkey.user.User;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code keys revoke-all}. */
@Command(
        name = "revoke-all",
        description = "Ends every key of a user or a service for good, in one write; sessions stay.",
        footer = {"", "Example:", "  ./latchkey keys revoke-all id:42 --stack auth-prod"})
final class KeysRevokeAll extends UserNameCommand {
    KeysRevokeAll(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        User user = stores.user(named());
        List<ApiKey> known = stores.keys().list(user.id());
        stores.keys().revokeAll(user.id());
        tell(AccountEvent.Kind.KEYS_REVOKED, stores, user.id());
        // They are dead by now; this is tidying.
        known.forEach(key -> stores.keys().revoke(user.id(), key.key()));
        out().println("Every key of " + TerminalSafe.text(user.username()) + " is ended.");
        return 0;
    }
}
