package dev.latchkey.cli.tokens;

import dev.latchkey.cli.console.CommandContext;
import picocli.CommandLine;
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
    private TokensCommand() {}

    /** Returns the group with its commands. */
    public static CommandLine line(CommandContext context) {
        return new CommandLine(new TokensCommand())
                .addSubcommand(new TokensList(context))
                .addSubcommand(new TokensRevoke(context))
                .addSubcommand(new TokensRevokeAll(context));
    }
}
