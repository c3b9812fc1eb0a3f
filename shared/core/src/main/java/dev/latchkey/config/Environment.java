package dev.latchkey.config;

import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a function is handed by the place it runs in: environment variables and a DynamoDB client.
 *
 * <p>On Lambda that is the process ; the local server and the tests build their own, so that several
 * differently configured instances can live in one JVM.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final DynamoDbClient dynamoDb;

    /**
     * Builds an environment from explicit parts.
     *
     * @param variables environment variables by name
     * @param dynamoDb the client to reach the tables with
     */
    public Environment(Map<String, String> variables, DynamoDbClient dynamoDb) {
        this.variables = Map.copyOf(variables);
        this.dynamoDb = Objects.requireNonNull(dynamoDb);
    }

    /** Returns the variables as they were given. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Returns the client to reach the tables with. */
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }
}
