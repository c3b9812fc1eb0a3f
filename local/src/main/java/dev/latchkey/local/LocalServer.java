package dev.latchkey.local;

import dev.latchkey.cli.target.LocalTables;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.EmulatorException;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.factor.KeyFile;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.local.background.Background;
import dev.latchkey.local.function.FunctionLoadException;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.local.gateway.GatewayServer;
import dev.latchkey.local.pages.Metrics;
import dev.latchkey.local.pages.Overview;
import dev.latchkey.local.pages.Pages;
import dev.latchkey.local.pages.Traffic;
import dev.latchkey.mail.Outbox;
import dev.latchkey.template.Stack;
import dev.latchkey.template.TableDefinition;
import dev.latchkey.template.Template;
import dev.latchkey.template.TemplateException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A whole stack in this process: DynamoDB Local with the template's tables, the template's functions, and its API in front of them.
 *
 * <p>Requests under way are answered before {@link #close()} returns.
 */
public final class LocalServer implements AutoCloseable {
    /** The setting that names another engine than DynamoDB Local. */
    static final String OTHER_ENGINE = "DYNAMO_DB_ENDPOINT";

    /** The file of the data folder that holds the key of second factors. */
    static final String FACTOR_KEY = "factor.key";

    private static final String ACCOUNT_PAGES = "AccountPages";

    private final Database database;
    private final DynamoDbClient client;
    private final GatewayServer gateway;
    private final Background background;
    private final Outbox outbox;
    private final Map<String, String> tables;

    private LocalServer(
            Database database,
            DynamoDbClient client,
            GatewayServer gateway,
            Background background,
            Outbox outbox,
            Map<String, String> tables) {
        this.database = database;
        this.client = client;
        this.gateway = gateway;
        this.background = background;
        this.outbox = outbox;
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
            var parameters = new StackParameters(template, options.variables(), parameters(template, options));
            Stack stack = template.stack(parameters.values(), LocalTables::name);
            return start(options, parameters, stack);
        } catch (EmulatorException e) {
            throw new StartException(e.getMessage() + advice(e.reason()), e);
        } catch (TemplateException | FunctionLoadException | InvalidSettingException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns what is given, and the account pages beside the other pages of this server, if nothing is said of them. */
    private static Map<String, String> parameters(Template template, ServerOptions options) {
        Map<String, String> values = new HashMap<>(options.parameters());
        if (options.pages() && template.parameters().containsKey(ACCOUNT_PAGES)) {
            values.putIfAbsent(ACCOUNT_PAGES, "on");
        }
        return values;
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
            Outbox outbox = new Outbox(options.clock());
            Map<String, LocalFunction> functions =
                    load(stack, new FunctionLoader(client, secrets(options), options.clock(), outbox, log));
            parameters.check();
            TemplateTables.create(client, stack);
            GatewayServer gateway = listen(options, stack, functions, metrics, outbox, database.endpoint(), client);
            Background background = Background.start(stack, functions, database.endpoint(), client, options.log());
            return new LocalServer(database, client, gateway, background, outbox, stack.tableVariables());
        } catch (StartException | RuntimeException e) {
            client.close();
            database.stop().run();
            throw e;
        }
    }

    /** What keeps the tables, and how it is stopped; what was there before stays. */
    private record Database(URI endpoint, Runnable stop) {}

    private static URI address(String text) throws StartException {
        String problem = OTHER_ENGINE + " must be an address such as http://127.0.0.1:8001, but is \"" + text + "\"";
        try {
            URI address = URI.create(text);
            if (address.getScheme() != null && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new StartException(problem, e);
        }
        throw new StartException(problem, new IllegalArgumentException("no scheme or no host"));
    }

    private static Database database(ServerOptions options) throws StartException {
        String other = options.variables().getOrDefault(OTHER_ENGINE, "");
        if (!other.isEmpty()) {
            return new Database(address(other), () -> {});
        }
        DynamoDbEmulator emulator = options.dataFolder()
                .map(folder -> DynamoDbEmulator.inFolder(folder, options.dynamoDbPort()))
                .orElseGet(() -> DynamoDbEmulator.inMemory(options.dynamoDbPort()));
        return new Database(emulator.endpoint(), emulator::close);
    }

    /** The key lies beside the data that it encrypts a part of; without a data folder it is gone with the data. */
    private static SecretBox secrets(ServerOptions options) throws StartException {
        if (options.dataFolder().isEmpty()) {
            return new KeyBox(Randomness.SECURE.bytes(KeyBox.KEY_BYTES), Randomness.SECURE);
        }
        try {
            return KeyFile.box(options.dataFolder().get().resolve(FACTOR_KEY), Randomness.SECURE);
        } catch (IOException e) {
            throw new StartException("cannot use the key of second factors: " + reason(e), e);
        }
    }

    private static Map<String, LocalFunction> load(Stack stack, FunctionLoader loader) {
        Map<String, LocalFunction> functions = new LinkedHashMap<>();
        stack.functions().forEach(function -> functions.put(function.logicalId(), loader.load(function)));
        return functions;
    }

    private static GatewayServer listen(
            ServerOptions options,
            Stack stack,
            Map<String, LocalFunction> functions,
            Metrics metrics,
            Outbox outbox,
            URI dynamoDb,
            DynamoDbClient client)
            throws StartException {
        Traffic traffic = new Traffic(Clock.systemUTC());
        Optional<Pages> pages = options.pages()
                ? Optional.of(new Pages(
                        scheme(stack),
                        metrics::text,
                        outbox,
                        overview(options, stack, traffic, dynamoDb, client)::json))
                : Optional.empty();
        try {
            return GatewayServer.start(
                    options.host(),
                    options.port(),
                    stack.restApi(),
                    functions,
                    pages,
                    (method, path, status, millis, requestId) -> {
                        traffic.take(status, millis);
                        options.requestLog().answered(method, path, status, millis, requestId);
                    },
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

    private static Overview overview(
            ServerOptions options, Stack stack, Traffic traffic, URI dynamoDb, DynamoDbClient client) {
        var place = new Overview.Place(dynamoDb.toString(), options.dataFolder().map(Path::toString));
        return new Overview(
                place,
                scheme(stack),
                stack.restApi(),
                Pages.openApi(),
                traffic,
                () -> stack.tables().stream().map(table -> table(client, table)).toList());
    }

    private static Overview.Table table(DynamoDbClient client, TableDefinition definition) {
        TableDescription table = client.describeTable(request -> request.tableName(definition.tableName()))
                .table();
        String name = definition.logicalId().replaceFirst("Table$", "").toLowerCase(Locale.ROOT);
        return new Overview.Table(name, table.itemCount(), table.tableSizeBytes());
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

    /** Returns the mails that went out since the start, where {@code MAIL} is {@code outbox}. */
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void close() {
        gateway.close();
        background.close();
        client.close();
        database.stop().run();
    }
}
