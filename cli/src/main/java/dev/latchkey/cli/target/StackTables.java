package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.dynamodb.Tables;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * What a deployed stack's outputs name, and its settings of keys, as CloudFormation's {@code DescribeStacks} tells them.
 *
 * @param tables the tables
 * @param keySettings some of the parameters, by variable
 * @param factorKey the key of second factors, empty where the stack has none
 */
record StackTables(Tables tables, Map<String, String> keySettings, String factorKey) {
    /** Copies the map. */
    StackTables {
        keySettings = Map.copyOf(keySettings);
    }

    /**
     * Asks CloudFormation.
     *
     * @throws CommandException if there is no such stack, or it is not one of Latchkey's template
     */
    static StackTables find(Connection connection, String stack) {
        List<Stack> described = describe(connection, stack).stacks();
        Map<String, String> outputs = described.stream()
                .flatMap(found -> found.outputs().stream())
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        Map<String, String> parameters = described.stream()
                .flatMap(found -> found.parameters().stream())
                .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue));
        Tables tables = new Tables(
                required(stack, outputs, "UsersTableName"),
                required(stack, outputs, "TokensTableName"),
                outputs.getOrDefault("EventsTableName", ""));
        return new StackTables(tables, KeyVariables.ofParameters(parameters), outputs.getOrDefault("FactorKeyArn", ""));
    }

    private static DescribeStacksResponse describe(Connection connection, String stack) {
        try (CloudFormationClient client = connection.cloudFormation()) {
            return client.describeStacks(request -> request.stackName(stack));
        } catch (AwsServiceException e) {
            String message =
                    e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
            throw CommandException.misused("The stack " + stack + " cannot be looked up: CloudFormation answers "
                    + e.statusCode() + (message == null ? "" : ", " + message));
        }
    }

    private static String required(String stack, Map<String, String> outputs, String key) {
        String value = outputs.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw CommandException.misused("The stack " + stack + " has no output " + key
                    + ": it is not a stack of Latchkey's template, or it is not fully deployed.");
        }
        return value;
    }
}
