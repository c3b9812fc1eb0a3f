package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Stack;
import dev.latchkey.template.TablePermission;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The functions of template.yaml under Lambda's own runtime, each with its role's permissions, on fresh tables in DynamoDB
 * Local.
 */
final class Deployment implements AutoCloseable {
    private static final String BATCH = "BatchGetItem";

    private final Map<String, GuardedDynamoDb> guards = new LinkedHashMap<>();
    private final Map<String, LambdaProcess> processes = new LinkedHashMap<>();
    private final Path folder;
    private final Map<String, String> credentials;
    private final Path root;
    private final Stack stack;
    private final DynamoDbEmulator dynamoDb;
    private final DynamoDbClient client;

    /**
     * Makes the tables; functions start when they are first invoked.
     *
     * @param folder an empty folder to work in
     * @param parameters values for the template's parameters; the others take their defaults
     */
    Deployment(Path folder, Map<String, String> parameters) {
        this(folder, parameters, Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local"));
    }

    /**
     * Makes the tables; functions start when they are first invoked.
     *
     * @param folder an empty folder to work in
     * @param parameters values for the template's parameters; the others take their defaults
     * @param credentials the variables by which functions find their credentials
     */
    Deployment(Path folder, Map<String, String> parameters, Map<String, String> credentials) {
        this.folder = folder;
        this.credentials = Map.copyOf(credentials);
        Path template = TestTables.template();
        root = template.getParent();
        String suffix = "-" + UUID.randomUUID();
        stack = Template.read(template).stack(parameters, logicalId -> logicalId + suffix);
        dynamoDb = TestTables.create().emulator();
        client = dynamoDb.client();
        TemplateTables.create(client, stack);
    }

    /** Returns a client with every permission. */
    DynamoDbClient client() {
        return client;
    }

    /** Returns the names of the functions. */
    Set<String> functions() {
        return stack.functions().stream().map(FunctionDefinition::logicalId).collect(Collectors.toSet());
    }

    /** Returns the variables that tell a function its tables. */
    Map<String, String> tableVariables() {
        return stack.tableVariables();
    }

    /** Returns what a function's role allows. */
    Set<TablePermission> granted(String functionId) {
        return stack.tablePermissions(functionId);
    }

    /** Returns what a function has needed so far. */
    Set<TablePermission> used(String functionId) {
        return guards.get(functionId).used();
    }

    /** Returns the session tokens of the credentials that a function has signed with so far. */
    Set<String> sessionTokens(String functionId) {
        return guards.get(functionId).sessionTokens();
    }

    /** Returns the attributes that a function has named so far, by the permissions that are bound to some. */
    Map<TablePermission, Set<String>> named(String functionId) {
        return guards.get(functionId).named();
    }

    /** Fails unless a function has needed all that its role allows, down to the attributes. */
    void checkThatEachPermissionIsUsed(String functionId) {
        assertThat(alike(used(functionId), functionId))
                .as(functionId)
                .isEqualTo(alike(granted(functionId), functionId));
        named(functionId)
                .forEach((permission, attributes) -> assertThat(attributes)
                        .as(functionId + ": " + permission)
                        .isEqualTo(permission.attributes()));
    }

    /**
     * A read of two tables has one list of what keys begin with, whichever table they are in: of such a list it counts that it is
     * used, and not that each of its beginnings is met in each table.
     */
    private Set<Object> alike(Set<TablePermission> permissions, String functionId) {
        boolean several = granted(functionId).stream()
                        .filter(permission -> permission.action().equals(BATCH))
                        .map(TablePermission::prefix)
                        .distinct()
                        .count()
                > 1;
        return permissions.stream()
                .map(permission -> several && permission.action().equals(BATCH) ? BATCH : permission)
                .collect(Collectors.toSet());
    }

    /** Returns what a function's process has written so far. */
    String log(String functionId) {
        return processes.get(functionId).log();
    }

    /** Runs a function on an event. */
    byte[] invoke(String functionId, byte[] event) throws IOException, InterruptedException {
        LambdaProcess process = processes.get(functionId);
        if (process == null) {
            process = start(functionId);
            processes.put(functionId, process);
        }
        return process.invoke(event);
    }

    @Override
    public void close() {
        processes.values().forEach(LambdaProcess::close);
        guards.values().forEach(GuardedDynamoDb::close);
        client.close();
    }

    private LambdaProcess start(String functionId) throws IOException {
        FunctionDefinition function = stack.functions().stream()
                .filter(candidate -> candidate.logicalId().equals(functionId))
                .findFirst()
                .orElseThrow();
        GuardedDynamoDb guard = new GuardedDynamoDb(dynamoDb.endpoint(), granted(functionId));
        guards.put(functionId, guard);
        Map<String, String> environment = new HashMap<>(function.environment());
        environment.put("AWS_REGION", "eu-central-1");
        environment.putAll(credentials);
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", guard.endpoint().toString());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", functionId);
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        return new LambdaProcess(
                Files.createDirectory(folder.resolve(functionId)),
                root.resolve(function.codeUri()),
                function.handler(),
                environment);
    }
}
