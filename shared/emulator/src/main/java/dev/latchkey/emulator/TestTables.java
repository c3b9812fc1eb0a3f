package dev.latchkey.emulator;

import dev.latchkey.emulator.template.Stack;
import dev.latchkey.emulator.template.Template;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Fresh, empty tables for a test, made from the repository's template.yaml.
 *
 * <p>All tests of one JVM share one emulator, which starts at first use; what keeps them apart is that every call of {@link #create()}
 * gives tables of new names. The system property {@code dynamodb.endpoint} puts the tables into another server that speaks DynamoDB's
 * protocol, and then there is no emulator.
 */
public final class TestTables {
    private final Map<String, String> variables;

    private TestTables(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Creates a new set of tables. */
    public static TestTables create() {
        String suffix = "-" + UUID.randomUUID();
        Stack stack = Shared.TEMPLATE.stack(Map.of(), logicalId -> logicalId + suffix);
        TemplateTables.create(Shared.CLIENT, stack);
        return new TestTables(Map.copyOf(stack.tableVariables()));
    }

    /** Returns the client that all tests share; nobody closes it. */
    public DynamoDbClient client() {
        return Shared.CLIENT;
    }

    /**
     * Returns the emulator that all tests share; nobody closes it.
     *
     * @throws EmulatorException when the tables are in another server
     */
    public DynamoDbEmulator emulator() {
        endpoint().ifPresent(elsewhere -> {
            throw new EmulatorException("the tables are in " + elsewhere + " and not in an emulator");
        });
        return Shared.Emulator.INSTANCE;
    }

    /** Returns the environment variables that tell a function its tables: USERS_TABLE and TOKENS_TABLE. */
    public Map<String, String> variables() {
        return variables;
    }

    /**
     * Finds the repository's template.yaml, from wherever in the repository this runs.
     *
     * @throws EmulatorException when no folder above this one has it
     */
    public static Path template() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("template.yaml");
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new EmulatorException("there is no template.yaml in " + start + " or above it");
    }

    private static Optional<URI> endpoint() {
        return Optional.ofNullable(System.getProperty("dynamodb.endpoint")).map(URI::create);
    }

    /** Made when a test first needs it. */
    private static final class Shared {
        static final Template TEMPLATE = Template.read(template());
        static final DynamoDbClient CLIENT =
                endpoint().map(DynamoDbEmulator::client).orElseGet(() -> Emulator.INSTANCE.client());

        /** Starts only where the tables are in it. */
        private static final class Emulator {
            static final DynamoDbEmulator INSTANCE = DynamoDbEmulator.inMemory(0);
        }
    }
}
