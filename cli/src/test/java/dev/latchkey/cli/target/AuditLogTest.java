package dev.latchkey.cli.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to accounts is told of, whoever reads what the command printed. */
class AuditLogTest {
    private static final String PASSWORD = "Correct-Horse-9!";

    private final TestTables tables = TestTables.create();
    private final CommandRunner latchkey = CommandRunner.on(tables);

    @TempDir
    private Path folder;

    @Test
    void everyCommandThatChangesAnAccountIsToldOf() throws IOException {
        done(latchkey.piped(PASSWORD + "\n", "users", "create", "alice", "--password-stdin"));
        done(latchkey.run("users", "deactivate", "alice"));
        done(latchkey.run("users", "deactivate", "alice"));
        done(latchkey.run("users", "activate", "alice"));
        done(latchkey.piped("Tuesday-Kettle-5\n", "users", "set-password", "alice", "--password-stdin"));
        failOnce("alice");
        done(latchkey.run("users", "unlock", "alice"));
        done(latchkey.run("tokens", "revoke-all", "alice"));
        done(latchkey.run("users", "show", "alice"));
        done(latchkey.run("users", "delete", "alice", "--yes"));
        assertThat(latchkey.run("users", "delete", "alice", "--yes").exitCode()).isEqualTo(1);

        assertThat(events())
                .extracting(line -> line.path("event").asText())
                .containsExactly(
                        "created",
                        "deactivated",
                        "activated",
                        "password_set",
                        "unlocked",
                        "logged_out_everywhere",
                        "deleted");
        String id = events().get(0).path("userId").asText();
        assertThat(events()).allSatisfy(line -> {
            assertThat(line.path("userId").asText()).isEqualTo(id).matches("[0-9]+");
            assertThat(Instant.parse(line.path("timestamp").asText()))
                    .isBefore(Instant.now().plusSeconds(1));
            assertThat(line.path("place").asText()).startsWith("the tables ");
            assertThat(line.path("operator").asText()).isEqualTo(System.getProperty("user.name"));
            assertThat(line.toString()).doesNotContain(PASSWORD, "Tuesday-Kettle-5");
        });
    }

    @Test
    void aFileThatIsMadeIsItsOwnersAlone() throws IOException {
        Path file = folder.resolve("deeper/audit.jsonl");
        CommandRunner.Result result = create("bob", file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(1);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatCannotBeWrittenIsPrinted() {
        CommandRunner.Result result = create("carol", folder.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("\"event\":\"created\"", "AUDIT_LOG");
        assertThat(create("dave", "none").err()).isEmpty();
    }

    private CommandRunner.Result create(String name, String auditLog) {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        variables.put("AUDIT_LOG", auditLog);
        return CommandRunner.with(variables).run("users", "create", name, "--no-password");
    }

    private void failOnce(String name) {
        Environment environment = DynamoDb.environment(tables.variables(), tables.client());
        new DynamoDbAttemptStore(environment)
                .count(
                        new Subject("login", "192.0.2.1", name),
                        new Limits(10, 1, Duration.ofMinutes(15), Duration.ZERO),
                        environment.now());
    }

    private List<JsonNode> events() throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : latchkey.auditLog()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }

    private static void done(CommandRunner.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
