package dev.latchkey.cli.keys;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keys revoke}. */
@Command(
        name = "revoke",
        description = {
            "Ends one key for good; it holds on the next request.",
            "Behind an API Gateway that caches the authorizer's answers (AuthorizerCacheSeconds), when the cache ends."
        },
        footer = {"", "Example:", "  ./latchkey keys revoke reports 9f3c1e5b7a2d4c60"})
final class KeysRevoke extends UserNameCommand {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key's token key, as \"keys list\" shows it.")
    private String key = "";

    KeysRevoke(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        if (!TokenKey.isValid(key)) {
            throw CommandException.misused("A token key is 16 hexadecimal digits, as \"keys list\" shows them.");
        }
        User user = stores.user(named());
        if (!stores.keys().revoke(user.id(), new TokenKey(key))) {
            throw CommandException.refused(TerminalSafe.text(user.username()) + " has no key " + key + ".");
        }
        tell(AccountEvent.Kind.KEY_REVOKED, stores, Map.of("userId", Long.toString(user.id()), "revokedTokenKey", key));
        out().println("The key " + key + " is ended.");
        return 0;
    }
}
