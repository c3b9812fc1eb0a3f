package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.SystemTerminal;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An import in which something fails that nobody thought of: it says so, and does not end as if all were here. */
@Timeout(60)
class ImportFailureTest {
    private static final int USERS = 600;

    /** Of 16 writers each gets 37 or 38 users, 25 of them in a first transaction. */
    private static final int TRANSACTIONS = 32;

    private final TestTables tables = TestTables.create();

    @TempDir
    private Path folder;

    private Path dump;

    @BeforeEach
    void writeDump() throws IOException {
        dump = Files.write(folder.resolve("site.jsonl"), rows(USERS));
    }

    @Test
    void anErrorWhileWritingUsersEndsTheImport() {
        Error error = new NoClassDefFoundError("dev/latchkey/Missing");

        assertThatThrownBy(() -> run(new ImportDjango(context()), failing("transactWriteItems", error), dump))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCause(error);
        assertThat(folder.resolve("audit.jsonl")).content().containsOnlyOnce("\"event\":\"imported\"");
    }

    @Test
    void anErrorWhileWritingItemsEndsTheImport() throws IOException {
        TestTables source = TestTables.create();
        CommandRunner.on(source).run("import", "django", dump.toString());
        Path export = folder.resolve("export.jsonl");
        CommandRunner.on(source).run("export", export.toString());
        Error error = new StackOverflowError();

        assertThatThrownBy(() -> run(new ImportLatchkey(context()), failing("putItem", error), export))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCause(error);
    }

    @Test
    void aDumpThatChangesMeanwhileIsToldOf() {
        AtomicInteger calls = new AtomicInteger();
        DynamoDbClient client = intercepting("transactWriteItems", () -> {
            if (calls.incrementAndGet() == TRANSACTIONS) {
                overwrite(dump, rows(USERS).subList(0, USERS + 1));
            }
        });

        assertThatThrownBy(() -> run(new ImportDjango(context()), client, dump))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Of 2 tokens in the file something became of 1");
    }

    /** Users, and a token of each of the first two. */
    private static List<String> rows(int users) {
        return IntStream.range(0, users + 2)
                .mapToObj(i -> i < users
                        ? "{\"model\": \"auth.user\", \"pk\": %d, \"fields\": {\"username\": \"user%d\"}}"
                                .formatted(i + 1, i + 1)
                        : "{\"model\": \"authtoken.token\", \"pk\": \"%040d\", \"fields\": {\"user\": %d, \"created\":"
                                        .formatted(i, i - users + 1)
                                + " \"2026-01-01T00:00:00Z\"}}")
                .toList();
    }

    private static void overwrite(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandContext context() {
        Path audit = folder.resolve("audit.jsonl");
        return new CommandContext(Map.of("AUDIT_LOG", audit.toString()), new SystemTerminal(), Clock.systemUTC());
    }

    private int run(StoreCommand command, DynamoDbClient client, Path file) throws Exception {
        new CommandLine(command).parseArgs(file.toString());
        var stores = new AccountStores(
                DynamoDb.environment(tables.variables(), client), "the tables of a test", "", Optional::empty);
        return command instanceof ImportDjango django ? django.run(stores) : ((ImportLatchkey) command).run(stores);
    }

    /** A client that fails in the middle of an import. */
    private DynamoDbClient failing(String method, Error error) {
        AtomicInteger calls = new AtomicInteger();
        return intercepting(method, () -> {
            if (calls.incrementAndGet() == TRANSACTIONS / 2) {
                throw error;
            }
        });
    }

    private DynamoDbClient intercepting(String method, Runnable before) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        before.run();
                    }
                    try {
                        return called.invoke(tables.client(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
