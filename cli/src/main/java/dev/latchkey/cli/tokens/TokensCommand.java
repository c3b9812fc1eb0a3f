package dev.latchkey.cli.tokens;

import dev.latchkey.cli.console.CommandModule;
import picocli.CommandLine.Command;

/** {@code tokens}: the group of commands about sessions. */
@Command(
        name = "tokens",
        description = {
            "Lists and ends the sessions of a user: on the running local server, or on a deployed stack (--stack NAME).",
            "A session is named by its token key, 16 hexadecimal digits. The token itself is stored nowhere."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Without --stack, USERS_TABLE and TOKENS_TABLE name other tables, and AWS_ENDPOINT_URL_DYNAMODB another DynamoDB"
                    + " than the local server's.",
            "Exit codes: 0 done, 1 not found or refused, 2 called wrongly."
        })
public final class TokensCommand {
    /** The group. */
    public static final CommandModule MODULE = CommandModule.group(
            "tokens",
            context -> new TokensCommand(),
            CommandModule.command("list", TokensList::new),
            CommandModule.command("revoke", TokensRevoke::new),
            CommandModule.command("revoke-all", TokensRevokeAll::new));

    private TokensCommand() {}
}
