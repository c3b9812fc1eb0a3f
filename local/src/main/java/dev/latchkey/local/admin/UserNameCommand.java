package dev.latchkey.local.admin;

import picocli.CommandLine.Parameters;

/** A command about one user. */
abstract class UserNameCommand extends StoreCommand {
    @Parameters(paramLabel = "USER", description = "The user's name, in any case, or id: and the number, as in id:42.")
    private String user = "";

    UserNameCommand(Shell shell) {
        super(shell);
    }

    /** Returns the user as it was named. */
    final String named() {
        return user;
    }
}
