package dev.latchkey.bench.data;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.session.Session;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB Local in this process with the template's tables, and in them the user and the token of {@code events/}. */
public final class SampleTables implements AutoCloseable {
    private static final long ALICE = 1_234_567_890_123L;
    private static final String PASSWORD = "Correct-Horse-9!";
    private static final String TOKEN = "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E";

    /** The key of the token's session, as it stands in events. */
    public static final String KEY = "2008737df943e7e2";

    private final DynamoDbEmulator emulator;
    private final DynamoDbClient client;
    private final Map<String, String> variables;
    private final Map<String, List<Map<String, AttributeValue>>> items;

    private SampleTables(DynamoDbEmulator emulator, DynamoDbClient client, Map<String, String> variables) {
        this.emulator = emulator;
        this.client = client;
        this.variables = Map.copyOf(variables);
        createAlice();
        this.items = Map.of(users(), scan(users()), tokens(), scan(tokens()));
    }

    /** Starts it, the template being in the given folder. */
    public static SampleTables start(Path root) {
        DynamoDbEmulator emulator = DynamoDbEmulator.inMemory(0);
        DynamoDbClient client = emulator.client();
        Stack stack = Template.read(root.resolve("template.yaml")).stack(Map.of(), name -> "bench-" + name);
        TemplateTables.create(client, stack);
        Map<String, String> variables = new HashMap<>(stack.tableVariables());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", emulator.endpoint().toString());
        // Counted as always, and never reached.
        variables.put("REGISTRATIONS_PER_SOURCE", "1000000");
        return new SampleTables(emulator, client, variables);
    }

    /** Returns what tells a function its tables and where they are. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Returns what a function is built on in this process. */
    public Environment environment() {
        return DynamoDb.environment(variables, client);
    }

    /** Returns the same on a client that has the interceptor, which is never closed. */
    public Environment environment(ExecutionInterceptor interceptor) {
        ClientOverrideConfiguration configuration = ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(interceptor)
                .build();
        return DynamoDb.environment(variables, emulator.client(configuration));
    }

    /** Returns the client that is used in this process. */
    public DynamoDbClient client() {
        return client;
    }

    /** Returns what each table holds: the user and the token. */
    public Map<String, List<Map<String, AttributeValue>>> items() {
        Map<String, List<Map<String, AttributeValue>>> both = new HashMap<>(items);
        both.computeIfPresent(
                users(),
                (table, rows) -> rows.stream()
                        .filter(row -> row.containsValue(AttributeValue.fromS("user#" + ALICE)))
                        .toList());
        return both;
    }

    /** Creates tables of their own for a crowd, nobody in them yet. */
    public Crowd crowd(Path root, String name) {
        Stack stack = Template.read(root.resolve("template.yaml")).stack(Map.of(), table -> name + "-" + table);
        TemplateTables.create(client, stack);
        Map<String, String> own = new HashMap<>(variables);
        own.putAll(stack.tableVariables());
        // Only the least of hashes: it is the tables that are looked at.
        own.putAll(Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"));
        Map<String, AttributeValue> user =
                new HashMap<>(items().getOrDefault(users(), List.of()).get(0));
        String hash = PasswordHasher.from(new Environment(own)).hash(Password.of(PASSWORD));
        user.put("password", AttributeValue.fromS(hash));
        return new Crowd(
                client, own, user, items().getOrDefault(tokens(), List.of()).get(0));
    }

    /** Brings user and token back, whatever was done to them, and reads them once, as they have been read before a warm call. */
    public void restore() {
        items.forEach((table, rows) ->
                rows.forEach(row -> client.putItem(put -> put.tableName(table).item(row))));
        scan(users());
        scan(tokens());
    }

    /** Gives the user more sessions, under the keys that {@link #key} tells. */
    public void addSessions(int count) {
        Map<String, AttributeValue> session =
                new HashMap<>(items.getOrDefault(tokens(), List.of()).get(0));
        for (int number = 0; number < count; number++) {
            session.put("sk", AttributeValue.fromS(key(number)));
            client.putItem(put -> put.tableName(tokens()).item(session));
        }
    }

    /** Returns the key of one of the sessions that were added. */
    public static String key(int number) {
        return String.format(Locale.ROOT, "%016x", number);
    }

    private void createAlice() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        String hash = PasswordHasher.from(environment()).hash(Password.of(PASSWORD));
        User user = User.registered(ALICE, "alice", "alice@example.com", new PasswordHash(hash), now);
        if (new TokenFormat("", false).read(TOKEN) instanceof PresentedToken.Native token) {
            Session session =
                    new Session(ALICE, token.digest(), user.generation(), now, null, null, Session.Client.UNKNOWN);
            if (new DynamoDbUserStore(environment()).create(user, "alice", session) == CreateResult.CREATED) {
                return;
            }
        }
        throw new IllegalStateException("the sample user could not be created");
    }

    private List<Map<String, AttributeValue>> scan(String table) {
        return client.scan(scan -> scan.tableName(table)).items();
    }

    private String users() {
        return Objects.requireNonNull(variables.get("USERS_TABLE"));
    }

    private String tokens() {
        return Objects.requireNonNull(variables.get("TOKENS_TABLE"));
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
