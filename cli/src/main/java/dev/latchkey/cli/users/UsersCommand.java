package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandModule;
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
    /** The group. */
    public static final CommandModule MODULE = CommandModule.group(
            "users",
            context -> new UsersCommand(),
            CommandModule.command("create", UsersCreate::new),
            CommandModule.command("show", UsersShow::new),
            CommandModule.command("list", UsersList::new),
            CommandModule.command("hashes", UsersHashes::new),
            CommandModule.command("activate", UsersActivate::new),
            CommandModule.command("deactivate", UsersDeactivate::new),
            CommandModule.command("unlock", UsersUnlock::new),
            CommandModule.command("roles", UsersRoles::new),
            CommandModule.command("reset-mfa", UsersResetMfa::new),
            CommandModule.command("send-reset", UsersSendReset::new),
            CommandModule.command("verify-email", UsersVerifyEmail::new),
            CommandModule.command("mark-verified", UsersMarkVerified::new),
            CommandModule.command("index-addresses", UsersIndexAddresses::new),
            CommandModule.command("set-password", UsersSetPassword::new),
            CommandModule.command("delete", UsersDelete::new));

    private UsersCommand() {}
}
