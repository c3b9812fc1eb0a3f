package dev.latchkey.cli.keys;

import dev.latchkey.cli.console.CommandModule;
import picocli.CommandLine.Command;

/** {@code keys}: the group of commands about API keys. */
@Command(
        name = "keys",
        description = {
            "Makes, lists and ends the API keys of a user or a service: on the running local server, or on a deployed stack"
                    + " (--stack NAME).",
            "A key is named by its token key, 16 hexadecimal digits. The key itself is shown once and stored nowhere."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "There are keys where KEY_SCOPES (KeyScopes of a stack) names the scopes that they may have.",
            "Without --stack, USERS_TABLE and TOKENS_TABLE name other tables, and AWS_ENDPOINT_URL_DYNAMODB another DynamoDB"
                    + " than the local server's.",
            "Exit codes: 0 done, 1 not found or refused, 2 called wrongly."
        })
public final class KeysCommand {
    /** The group. */
    public static final CommandModule MODULE = CommandModule.group(
            "keys",
            context -> new KeysCommand(),
            CommandModule.command("create", KeysCreate::new),
            CommandModule.command("list", KeysList::new),
            CommandModule.command("revoke", KeysRevoke::new),
            CommandModule.command("revoke-all", KeysRevokeAll::new));

    private KeysCommand() {}
}
