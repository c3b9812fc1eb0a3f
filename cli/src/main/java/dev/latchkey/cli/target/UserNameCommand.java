package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandContext;
import picocli.CommandLine.Parameters;

/** A command about one user. */
public abstract class UserNameCommand extends StoreCommand {
    @Parameters(paramLabel = "USER", description = "The user's name, in any case, or id: and the number, as in id:42.")
    private String user = "";

    /** Builds the command. */
    protected UserNameCommand(CommandContext context) {
        super(context);
    }

    /** Returns the user as it was named. */
    protected final String named() {
        return user;
    }
}
