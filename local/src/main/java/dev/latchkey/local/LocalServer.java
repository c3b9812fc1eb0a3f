package dev.latchkey.local;

import dev.latchkey.cli.target.LocalTables;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.EmulatorException;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.local.function.FunctionLoadException;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.local.gateway.GatewayServer;
import dev.latchkey.local.pages.Metrics;
import dev.latchkey.local.pages.Pages;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import dev.latchkey.template.TemplateException;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A whole stack in this process: DynamoDB Local with the template's tables, the template's functions, and its API in front of them.
 *
 * <p>Requests under way are answered before {@link #close()} returns.
 */
public final class LocalServer implements AutoCloseable {
    /** The setting that names another engine than DynamoDB Local. */
    static final String OTHER_ENGINE = "DYNAMO_DB_ENDPOINT";

    private final Database database;
    private final DynamoDbClient client;
    private final GatewayServer gateway;
    private final Map<String, String> tables;

    private LocalServer(Database database, DynamoDbClient client, GatewayServer gateway, Map<String, String> tables) {
        this.database = database;
        this.client = client;
        this.gateway = gateway;
        this.tables = tables;
    }

    /**
     * Starts a stack, and returns once it answers requests.
     *
     * @param options how to run it
     * @throws StartException when a port is taken, the data folder cannot be used, or the template or a setting is wrong
     */
    public static LocalServer start(ServerOptions options) throws StartException {
        try {
            Template template = Template.read(options.template());
            var parameters = new StackParameters(template, options.variables(), options.parameters());
            Stack stack = template.stack(parameters.values(), LocalTables::name);
            return start(options, parameters, stack);
        } catch (EmulatorException e) {
            throw new StartException(e.getMessage() + advice(e.reason()), e);
        } catch (TemplateException | FunctionLoadException | InvalidSettingException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String advice(EmulatorException.Reason reason) {
        return switch (reason) {
            case PORT_TAKEN -> ". Is a server running there already? --dynamodb-port chooses another port.";
            case FOLDER_NOT_WRITABLE -> ". --data-dir chooses another.";
            case FOLDER_IN_USE -> ", such as a second \"latchkey serve\". --data-dir chooses another.";
            case OTHER -> "";
        };
    }

    private static LocalServer start(ServerOptions options, StackParameters parameters, Stack stack)
            throws StartException {
        Database database = database(options);
        DynamoDbClient client = DynamoDbEmulator.client(database.endpoint());
        try {
            Metrics metrics = new Metrics();
            Consumer<String> log = line -> {
                metrics.take(line);
                options.log().accept(line);
            };
            Map<String, LocalFunction> functions = load(stack, new FunctionLoader(client, options.clock(), log));
            parameters.check();
            TemplateTables.create(client, stack);
            GatewayServer gateway = listen(options, stack, functions, metrics);
            return new LocalServer(database, client, gateway, stack.tableVariables());
        } catch (StartException | RuntimeException e) {
            client.close();
            database.stop().run();
            throw e;
        }
    }

    /** What keeps the tables, and how it is stopped; what was there before stays. */
    private record Database(URI endpoint, Runnable stop) {}

    private static Database database(ServerOptions options) throws StartException {
        String other = options.variables().getOrDefault(OTHER_ENGINE, "");
        if (!other.isEmpty()) {
            try {
                return new Database(URI.create(other), () -> {});
            } catch (IllegalArgumentException e) {
                throw new StartException(OTHER_ENGINE + " is no address: " + other, e);
            }
        }
        DynamoDbEmulator emulator = options.dataFolder()
                .map(folder -> DynamoDbEmulator.inFolder(folder, options.dynamoDbPort()))
                .orElseGet(() -> DynamoDbEmulator.inMemory(options.dynamoDbPort()));
        return new Database(emulator.endpoint(), emulator::close);
    }

    private static Map<String, LocalFunction> load(Stack stack, FunctionLoader loader) {
        Map<String, LocalFunction> functions = new LinkedHashMap<>();
        stack.functions().forEach(function -> functions.put(function.logicalId(), loader.load(function)));
        return functions;
    }

    private static GatewayServer listen(
            ServerOptions options, Stack stack, Map<String, LocalFunction> functions, Metrics metrics)
            throws StartException {
        Optional<Pages> pages =
                options.pages() ? Optional.of(new Pages(scheme(stack), metrics::text)) : Optional.empty();
        try {
            return GatewayServer.start(
                    options.host(),
                    options.port(),
                    stack.restApi(),
                    functions,
                    pages,
                    options.requestLog(),
                    options.log());
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + options.host() + ":" + options.port() + ": " + reason(e)
                            + ". Is a server running there already? --port and --host choose another place.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String scheme(Stack stack) {
        return stack.functions().stream()
                .map(function -> function.environment().getOrDefault("AUTH_HEADER_PREFIX", ""))
                .filter(scheme -> !scheme.isEmpty())
                .findFirst()
                .orElse("Token");
    }

    private static String reason(Throwable failure) {
        if (failure.getCause() != null) {
            return reason(failure.getCause());
        }
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName().replace("Exception", ""));
    }

    /** Returns where the API listens. */
    public URI url() {
        return gateway.url();
    }

    /** Returns where DynamoDB listens. */
    public URI dynamoDbUrl() {
        return database.endpoint();
    }

    /** Returns the client that the functions reach their tables with; it is closed with the server. */
    public DynamoDbClient dynamoDb() {
        return client;
    }

    /** Returns the names of the tables, by the environment variables that tell them to functions. */
    public Map<String, String> tables() {
        return tables;
    }

    @Override
    public void close() {
        gateway.close();
        client.close();
        database.stop().run();
    }
}
