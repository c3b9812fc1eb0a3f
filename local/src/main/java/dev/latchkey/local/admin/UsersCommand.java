package dev.latchkey.local.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class UsersCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private UsersCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new UsersCreate(shell))
                .addSubcommand(new UsersShow(shell))
                .addSubcommand(new UsersList(shell))
                .addSubcommand(new UsersActivate(shell))
                .addSubcommand(new UsersDeactivate(shell))
                .addSubcommand(new UsersUnlock(shell))
                .addSubcommand(new UsersSetPassword(shell))
                .addSubcommand(new UsersDelete(shell));
    }
}
