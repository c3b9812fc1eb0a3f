package dev.latchkey.cli.tokens;

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

/** {@code tokens revoke}. */
@Command(
        name = "revoke",
        description = "Ends one session of a user; it holds on the next request.",
        footer = {"", "Example:", "  ./latchkey tokens revoke alice 9f3c1e5b7a2d4c60"})
final class TokensRevoke extends UserNameCommand {
    @Parameters(index = "1", paramLabel = "KEY", description = "The session's token key, as \"tokens list\" shows it.")
    private String key = "";

    TokensRevoke(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        if (!TokenKey.isValid(key)) {
            throw CommandException.misused("A token key is 16 hexadecimal digits, as \"tokens list\" shows them.");
        }
        User user = stores.user(named());
        if (!stores.sessions().end(user.id(), new TokenKey(key))) {
            throw CommandException.refused(TerminalSafe.text(user.username()) + " has no session " + key + ".");
        }
        tell(AccountEvent.Kind.REVOKED, stores, Map.of("userId", Long.toString(user.id()), "revokedTokenKey", key));
        out().println("The session " + key + " is ended.");
        return 0;
    }
}
