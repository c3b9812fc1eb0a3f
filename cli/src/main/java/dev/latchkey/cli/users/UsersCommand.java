package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code users}: the group of commands about users. */
@Command(
        name = "users",
        description = {
            "Creates, shows and changes users: on the running local server, or on a deployed stack (--stack NAME).",
            "A user is named by user name, or by id as in id:42."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Without --stack, USERS_TABLE and TOKENS_TABLE name other tables, and AWS_ENDPOINT_URL_DYNAMODB another DynamoDB"
                    + " than the local server's.",
            "Exit codes: 0 done, 1 not found or refused, 2 called wrongly."
        })
public final class UsersCommand {
    private UsersCommand() {}

    /** Returns the group with its commands. */
    public static CommandLine line(CommandContext context) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new UsersCreate(context))
                .addSubcommand(new UsersShow(context))
                .addSubcommand(new UsersList(context))
                .addSubcommand(new UsersActivate(context))
                .addSubcommand(new UsersDeactivate(context))
                .addSubcommand(new UsersUnlock(context))
                .addSubcommand(new UsersSetPassword(context))
                .addSubcommand(new UsersDelete(context));
    }
}
