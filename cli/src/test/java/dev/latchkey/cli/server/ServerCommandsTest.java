package dev.latchkey.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.cli.CommandRunner.Result;
import dev.latchkey.cli.target.RunningServer;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clone says of its local server, which stands in the folder that latchkey.home names. */
class ServerCommandsTest {
    private static final String HOME = "latchkey.home";

    @TempDir
    private Path folder = Path.of("");

    private String before = "";

    @BeforeEach
    void ownFolder() {
        before = System.getProperty(HOME, "");
        System.setProperty(HOME, folder.toString());
    }

    @AfterEach
    void takeBack() {
        if (before.isEmpty()) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, before);
        }
    }

    @Test
    void withoutAServerBothSayHowToStartOne() {
        for (String command : new String[] {"status", "open"}) {
            Result result = CommandRunner.with(Map.of()).run(command);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("No local server runs in this folder. Start one with \"./latchkey serve\".");
        }
    }

    @Test
    void statusSaysWhereTheServerIs() throws IOException, JsonSyntaxException {
        try (RunningServer server = announce()) {
            Result text = CommandRunner.with(Map.of()).run("status");
            assertThat(text.exitCode()).isZero();
            assertThat(text.out())
                    .contains("API                     http://127.0.0.1:4300/api/auth")
                    .contains("DynamoDB                http://127.0.0.1:4301")
                    .contains("latchkey-UsersTable, latchkey-TokensTable");
            assertThat(Json.object(Json.read(
                            CommandRunner.with(Map.of()).run("status", "--json").out())))
                    .containsEntry(
                            "pid", BigInteger.valueOf(ProcessHandle.current().pid()))
                    .containsEntry("api", "http://127.0.0.1:4300")
                    .containsEntry("users_table", "latchkey-UsersTable");
            assertThat(server).isNotNull();
        }
        assertThat(CommandRunner.with(Map.of()).run("status").exitCode()).isEqualTo(1);
    }

    @Test
    void openHandsTheAddressToTheBrowser() throws Exception {
        Path opened = folder.resolve("opened");
        Path browser = Files.writeString(folder.resolve("browser"), "#!/bin/sh\necho \"$1\" >> '" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        try (RunningServer server = announce()) {
            assertThat(server).isNotNull();
            Result result =
                    CommandRunner.with(Map.of("BROWSER", browser.toString())).run("open", "outbox");
            assertThat(result.out()).isEqualTo("http://127.0.0.1:4300/outbox" + System.lineSeparator());
            Instant patience = Instant.now().plus(Duration.ofSeconds(20));
            while (!Files.exists(opened) && Instant.now().isBefore(patience)) {
                Thread.sleep(20);
            }
            assertThat(opened).exists();
        }
    }

    @Test
    void openPrintsTheAddressWhereNothingOpensIt() throws IOException {
        try (RunningServer server = announce()) {
            assertThat(server).isNotNull();
            Result result = CommandRunner.with(
                            Map.of("BROWSER", folder.resolve("none").toString()))
                    .run("open");
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).isEqualTo("http://127.0.0.1:4300/" + System.lineSeparator());
            assertThat(result.err()).contains("copy it into your browser");
        }
    }

    @Test
    void openKnowsItsPages() {
        Result result = CommandRunner.with(Map.of()).run("open", "door");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("There is no page \"door\": open takes start, account, docs, outbox, metrics.");
    }

    private static RunningServer announce() throws IOException {
        return RunningServer.announce(
                URI.create("http://127.0.0.1:4300"),
                URI.create("http://127.0.0.1:4301"),
                Map.of(),
                Optional.empty(),
                "latchkey-EventsTable");
    }
}
