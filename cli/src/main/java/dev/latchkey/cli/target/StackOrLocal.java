package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Which tables a command works on: those of a deployed stack, those that the environment names, or the local server's.
 */
public final class StackOrLocal {
    private static final String USERS_TABLE = "USERS_TABLE";
    private static final String TOKENS_TABLE = "TOKENS_TABLE";
    private static final String EVENTS_TABLE = "EVENTS_TABLE";

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Work on the deployed CloudFormation stack of this name, instead of the local server.")
    private String stack = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "",
            description = "The stack's region; by default the one that AWS_REGION or your AWS profile gives.")
    private String region = "";

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "",
            description = "The AWS profile to use; by default AWS_PROFILE, or the usual chain of credentials.")
    private String profile = "";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "",
            description = "The address of DynamoDB; by default the one that \"./latchkey serve\" says it is at.")
    private String endpoint = "";

    /**
     * Finds the tables and opens a client for them.
     *
     * @throws CommandException if that is not possible
     */
    public AccountStores open(CommandContext context) {
        Connection anywhere = new Connection(context.variables(), region, profile);
        Connection connection = endpoint.isEmpty() ? anywhere : anywhere.at(endpoint);
        if (!stack.isEmpty()) {
            return ofStack(context, connection);
        }
        if (!region.isEmpty() || !profile.isEmpty()) {
            throw CommandException.misused("--region and --profile go with --stack NAME.");
        }
        Optional<Tables> named = named(context.variables());
        String key = context.variables().getOrDefault(FactorKey.VARIABLE, "");
        if (named.isPresent()) {
            return stores(
                    context,
                    connection,
                    new StackTables(named.get(), Map.of(), key),
                    "the tables " + named.get().users() + " and " + named.get().tokens());
        }
        Connection local = connection.local();
        String localKey = key.isEmpty()
                ? RunningServer.factorKey(local.dynamoDbAddress())
                        .map(FactorKey.FILE::concat)
                        .orElse("")
                : key;
        Tables tables = new Tables(
                LocalTables.TABLES.users(),
                LocalTables.TABLES.tokens(),
                RunningServer.eventsTable(local.dynamoDbAddress()).orElse(""));
        return stores(context, local, new StackTables(tables, RunningServer.settings(), localKey), "the local server");
    }

    private AccountStores ofStack(CommandContext context, Connection connection) {
        try {
            return stores(context, connection, StackTables.find(connection, stack), "the stack " + stack);
        } catch (SdkClientException
                | IllegalStateException
                | IllegalArgumentException e) { // So it calls a bad profile.
            throw CommandException.misused("The stack " + stack + " cannot be looked up: " + e.getMessage());
        }
    }

    private static Optional<Tables> named(Map<String, String> variables) {
        String users = variables.getOrDefault(USERS_TABLE, "");
        String tokens = variables.getOrDefault(TOKENS_TABLE, "");
        if (users.isEmpty() != tokens.isEmpty()) {
            throw CommandException.misused("USERS_TABLE and TOKENS_TABLE are set together or not at all; "
                    + (users.isEmpty() ? USERS_TABLE : TOKENS_TABLE) + " is not set.");
        }
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tables(users, tokens, variables.getOrDefault(EVENTS_TABLE, "")));
    }

    private static AccountStores stores(
            CommandContext context, Connection connection, StackTables names, String place) {
        Map<String, String> variables = new HashMap<>(names.keySettings());
        variables.putAll(context.variables());
        variables.put(USERS_TABLE, names.tables().users());
        variables.put(TOKENS_TABLE, names.tables().tokens());
        variables.put(EVENTS_TABLE, names.tables().events());
        return new AccountStores(
                DynamoDb.environment(variables, connection.dynamoDb(), context.clock()),
                place,
                connection.dynamoDbAddress(),
                () -> FactorKey.box(connection, names.factorKey()));
    }
}
