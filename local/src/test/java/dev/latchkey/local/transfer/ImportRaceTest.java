package dev.latchkey.local.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports beside a site that is in use already: the same dump is imported twice at once while its users log in with their old
 * passwords, log out with their old tokens, and strangers register under their names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportRaceTest {
    private static final int USERS = 24;

    /** A cheap hash, a limit that counts what is brought, and no limits on attempts: many fail before a user is here. */
    private static final Map<String, String> SETTINGS = Map.of(
            "ARGON2_MEMORY_KIB", "8",
            "ARGON2_ITERATIONS", "1",
            "TOKEN_LIMIT_PER_USER", "2",
            "LOGIN_FAILURES_PER_ACCOUNT", "none",
            "LOGIN_FAILURES_PER_SOURCE", "none",
            "REGISTRATIONS_PER_SOURCE", "none");

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private LocalServer server;
    private CommandRunner latchkey;

    @BeforeAll
    void start() throws Exception {
        server = LocalServer.start(ServerOptions.inMemory(TestTables.template()).withVariables(SETTINGS));
        latchkey = CommandRunner.onServer(server.dynamoDbUrl());
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    @RepeatedTest(10)
    void nobodyIsLostDoubledOrBroughtBack(RepetitionInfo repetition) throws Exception {
        int first = repetition.getCurrentRepetition() * 1_000;
        Path one = Files.writeString(folder.resolve("one" + first + ".json"), dump(first));
        Path two = Files.copy(one, folder.resolve("two" + first + ".json"));

        List<Callable<Object>> tasks = new ArrayList<>();
        tasks.add(() -> latchkey.run("import", "django", one.toString(), "--json"));
        tasks.add(() -> latchkey.run("import", "django", two.toString(), "--json"));
        for (int id = first; id < first + USERS; id++) {
            tasks.add(task(id));
        }
        List<Object> results = atOnce(tasks);
        CommandRunner.Result again = latchkey.run("import", "django", one.toString(), "--json");

        List<Integer> lostNames = new ArrayList<>();
        for (int id = first; id < first + USERS; id++) {
            Object result = results.get(2 + id - first);
            switch (id % 3) {
                case 0 -> assertLoggedIn(id, (String) result);
                case 1 -> assertThat(who(knoxToken(id)).statusCode()).isEqualTo(401);
                default -> {
                    if ((int) result == 201) {
                        lostNames.add(id);
                    }
                    assertOneHasTheName(id, (int) result == 201);
                }
            }
        }
        // A user and a token of each name that a stranger was faster to take are refused, whatever run looks at them.
        for (Object result : List.of(results.get(0), results.get(1), again)) {
            String summary = ((CommandRunner.Result) result).out();
            assertThat(count(summary, "users", "refused")).isEqualTo(lostNames.size());
            assertThat(count(summary, "tokens", "refused")).isEqualTo(lostNames.size());
        }
        assertThat(count(out(results.get(0)), "users", "imported") + count(out(results.get(1)), "users", "imported"))
                .isEqualTo(USERS - lostNames.size());
        assertThat(count(again.out(), "users", "imported")).isZero();
        assertThat(count(again.out(), "tokens", "imported")).isZero();
    }

    /** What a third of the users does each: log in with the old password, log out with the old token, or lose the name. */
    private Callable<Object> task(int id) {
        return switch (id % 3) {
            case 0 -> () -> insist(() -> logIn(id), 200).body();
            case 1 ->
                () -> {
                    insist(() -> who(knoxToken(id)), 200);
                    return insist(() -> post("/api/auth/logout", knoxToken(id), ""), 204)
                            .statusCode();
                };
            default ->
                () -> {
                    Thread.sleep(id % 7 * 5L);
                    return post("/api/auth/register", null, registration(id)).statusCode();
                };
        };
    }

    private void assertLoggedIn(int id, String login) throws Exception {
        Map<String, @Nullable Object> answer = Json.object(Json.read(login));
        assertThat(login).contains("\"id\":" + id + ",");
        assertThat(who(String.valueOf(answer.get("token"))).statusCode()).isEqualTo(200);
        assertThat(who(knoxToken(id)).statusCode()).isEqualTo(200);
        assertThat(latchkey.run("users", "show", "id:" + id, "--json").out()).contains("\"password\":\"argon2id\"");
        // The limit counts the session that was brought.
        assertThat(logIn(id).statusCode()).isEqualTo(403);
    }

    private void assertOneHasTheName(int id, boolean stranger) throws Exception {
        boolean imported = latchkey.run("users", "show", "id:" + id).exitCode() == 0;
        assertThat(imported).isEqualTo(!stranger);
        assertThat(who(knoxToken(id)).statusCode()).isEqualTo(stranger ? 401 : 200);
        assertThat(logIn(id).statusCode()).isEqualTo(stranger ? 400 : 200);
    }

    private HttpResponse<String> insist(Callable<HttpResponse<String>> call, int status) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            HttpResponse<String> answer = call.call();
            if (answer.statusCode() == status) {
                return answer;
            }
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private List<Object> atOnce(List<Callable<Object>> tasks) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Object>> running = new ArrayList<>();
        for (Callable<Object> task : tasks) {
            running.add(threads.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        start.countDown();
        List<Object> results = new ArrayList<>();
        for (Future<Object> each : running) {
            results.add(each.get());
        }
        return Collections.unmodifiableList(results);
    }

    private static String dump(int first) throws Exception {
        List<String> rows = new ArrayList<>();
        for (int id = first; id < first + USERS; id++) {
            rows.add("{\"model\": \"auth.user\", \"pk\": " + id + ", \"fields\": {\"username\": \"user" + id
                    + "\", \"password\": \"md5$salt$" + hex("MD5", "salt" + password(id))
                    + "\", \"email\": \"\", \"is_active\": true, \"date_joined\": \"2020-01-01T00:00:00Z\"}}");
            rows.add("{\"model\": \"knox.authtoken\", \"pk\": \"" + hex("SHA-512", knoxToken(id))
                    + "\", \"fields\": {\"user\": " + id
                    + ", \"created\": \"2026-01-01T00:00:00Z\", \"expiry\": null}}");
        }
        return "[" + String.join(",\n", rows) + "]";
    }

    private static String password(int id) {
        return "Vorpal-Tundra-" + id;
    }

    /** As Knox 5 makes them: 64 hexadecimal digits. */
    private static String knoxToken(int id) throws Exception {
        return hex("SHA-256", "token of " + id);
    }

    private static String hex(String algorithm, String text) throws Exception {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static String registration(int id) {
        return Json.write(Map.of("username", "USER" + id, "email", "s@example.com", "password", "Zx9!vorpal-Tundra"));
    }

    private static String out(Object result) {
        return ((CommandRunner.Result) result).out();
    }

    private static long count(String summary, String what, String name) throws Exception {
        Map<String, @Nullable Object> counts =
                Json.object(Json.object(Json.read(summary)).get(what));
        return Long.parseLong(String.valueOf(Objects.requireNonNull(counts.get(name))));
    }

    private HttpResponse<String> logIn(int id) throws Exception {
        return post("/api/auth/login", null, Json.write(Map.of("username", "user" + id, "password", password(id))));
    }

    private HttpResponse<String> who(String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address("/api/auth/user"))
                        .header("Authorization", "Token " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, @Nullable String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Token " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return server.url().resolve(path);
    }
}
