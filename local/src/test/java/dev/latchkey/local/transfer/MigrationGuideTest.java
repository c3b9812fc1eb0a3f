package dev.latchkey.local.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the commands of docs/migrate-from-knox.md as they stand there, and then does over HTTP what the site's clients do. */
class MigrationGuideTest {
    private static final String REFUSED = "refused, as another user has the name or the hash is not known";
    private static final Set<String> CANNOT_LOG_IN = Set.of("ALICE", "file", "odd", "inactive");

    @TempDir
    private Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"django-5.2-knox-5.0", "django-4.2-knox-4.2"})
    void everyStepHolds(String dump) throws Exception {
        Files.writeString(folder.resolve("site.json"), resource(dump + ".json"));
        try (LocalServer server = LocalServer.start(ServerOptions.inMemory(TestTables.template()))) {
            CommandRunner latchkey = CommandRunner.onServer(server.dynamoDbUrl());
            List<String> ran = new ArrayList<>();
            for (String command : guideCommands()) {
                CommandRunner.Result result = latchkey.run(arguments(command));
                assertThat(result.exitCode())
                        .as(command + ": " + result.err() + result.out())
                        .isEqualTo(command.contains("import django") ? 1 : 0);
                ran.add(result.out());
            }
            assertThat(ran.get(0)).contains("Nothing was written.", "13  imported", "2  refused");
            assertThat(ran.get(1)).contains("Done in the local server", "13  imported", "11  imported");
            assertThat(ran.get(2)).contains("alice@example.com", "pbkdf2_sha256");
            assertThat(ran.get(3).lines()).hasSize(3);

            tokensStayLive(server, dump);
            passwordsStayRight(server, latchkey, dump);
        }
    }

    private void tokensStayLive(LocalServer server, String dump) throws Exception {
        Map<String, @Nullable Object> knox = secrets(dump, "knox");
        for (Map.Entry<String, @Nullable Object> entry : knox.entrySet()) {
            HttpResponse<String> answer = get(server, "Token " + entry.getValue());
            if (entry.getKey().equals("inactive")) {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).contains("User inactive or deleted.");
            } else {
                assertThat(answer.body()).contains("\"username\":\"" + entry.getKey() + "\"");
            }
        }
        assertThat(get(server, "Token " + secrets(dump, "expired").get("alice")).statusCode())
                .isEqualTo(401);

        String drf = "Token " + secrets(dump, "drf").get("alice");
        assertThat(get(server, drf).body()).contains("\"username\":\"alice\"");
        assertThat(post(server, "/api/auth/logout", drf, "").statusCode()).isEqualTo(204);
        assertThat(get(server, drf).statusCode()).isEqualTo(401);
        assertThat(get(server, "Token " + knox.get("alice")).statusCode()).isEqualTo(200);
        assertThat(post(server, "/api/auth/logoutall", "Token " + knox.get("by_md5"), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(server, "Token " + knox.get("by_md5")).statusCode()).isEqualTo(401);
    }

    private void passwordsStayRight(LocalServer server, CommandRunner latchkey, String dump) throws Exception {
        for (Map.Entry<String, @Nullable Object> entry :
                secrets(dump, "passwords").entrySet()) {
            String name = entry.getKey();
            HttpResponse<String> answer = logIn(server, name, entry.getValue());
            if (CANNOT_LOG_IN.contains(name)) {
                assertThat(answer.statusCode()).as(name + " is " + REFUSED).isEqualTo(400);
                continue;
            }
            assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(200);
            assertThat(latchkey.run("users", "show", name, "--json").out()).contains("\"password\":\"argon2id\"");
        }
        assertThat(logIn(server, "by_md5", "wrong").statusCode()).isEqualTo(400);
        assertThat(logIn(server, "nopassword", "").statusCode()).isEqualTo(400);
        assertThat(logIn(server, "by_md5", "Vorpal-Tundra-md5").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> logIn(LocalServer server, String name, @Nullable Object password) throws Exception {
        String body = Json.write(Map.of("username", name, "password", Objects.requireNonNull(password)));
        return post(server, "/api/auth/login", null, body);
    }

    private HttpResponse<String> get(LocalServer server, String authorization) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(server, "/api/auth/user"))
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(LocalServer server, String path, @Nullable String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(server, path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static URI address(LocalServer server, String path) {
        return URI.create(server.url().toString().replaceAll("/$", "") + path);
    }

    /** Reads the guide's commands: the lines of its shell blocks. */
    private static List<String> guideCommands() throws Exception {
        Path guide = TestTables.template().resolveSibling("docs").resolve("migrate-from-knox.md");
        List<String> commands = new ArrayList<>();
        boolean inBlock = false;
        for (String line : Files.readAllLines(guide)) {
            if (line.startsWith("```")) {
                inBlock = line.equals("```sh");
            } else if (inBlock) {
                assertThat(line).startsWith("./latchkey ");
                commands.add(line);
            }
        }
        assertThat(commands).hasSize(6);
        return commands;
    }

    private String[] arguments(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.remove(0);
        words.replaceAll(
                word -> word.matches(".*\\.jsonl?") ? folder.resolve(word).toString() : word);
        return words.toArray(String[]::new);
    }

    private static Map<String, @Nullable Object> secrets(String dump, String kind) throws Exception {
        Object all = Json.read(resource(dump + ".secrets.json"));
        return Json.object(Json.object(all).get(kind));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = CommandRunner.class.getResourceAsStream("transfer/dumps/" + name)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
