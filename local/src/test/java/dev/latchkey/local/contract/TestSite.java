package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.config.Environment;
import dev.latchkey.emulator.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A local server with fresh tables in memory, a client for it, and the users that the contract wants there. */
final class TestSite implements AutoCloseable {
    private static final Map<Profile, TestSite> SHARED = new ConcurrentHashMap<>();

    private final Profile profile;
    private final LocalServer server;
    private final ExactHttp http;
    private final Stage stage;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    private TestSite(Profile profile) {
        this.profile = profile;
        this.server = start(ServerOptions.inMemory(TestTables.template())
                .withVariables(profile.variables())
                .withLogs(
                        (method, path, status, millis, requestId) ->
                                log.add(method + " " + path + " " + status + " " + requestId),
                        log::add));
        this.http = new ExactHttp(server.url());
        Map<String, String> variables = new HashMap<>(profile.variables());
        variables.putAll(server.tables());
        this.stage = new Stage(new Environment(variables, server.dynamoDb()), profile);
    }

    /** Returns the site of a profile, which all tests of this JVM share and nobody closes. */
    static TestSite shared(Profile profile) {
        return SHARED.computeIfAbsent(profile, key -> {
            TestSite site = new TestSite(key);
            site.stage.setUp();
            return site;
        });
    }

    /** Starts a site of its own, with users. */
    static TestSite start(Profile profile) {
        TestSite site = new TestSite(profile);
        site.stage.setUp();
        return site;
    }

    static TestSite startWithoutUsers() {
        return new TestSite(Profile.DEFAULT);
    }

    private static LocalServer start(ServerOptions options) {
        try {
            return LocalServer.start(options);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    Profile profile() {
        return profile;
    }

    ExactHttp http() {
        return http;
    }

    /** Does something, and returns the lines of JSON that functions logged meanwhile. */
    List<JsonNode> told(Runnable work) {
        int before = log.size();
        work.run();
        return log.stream()
                .skip(before)
                .filter(line -> line.startsWith("{"))
                .map(Expectation::json)
                .toList();
    }

    Stage stage() {
        return stage;
    }

    /** Takes the tables away, as far as functions can tell: from now on nothing can be read or written. */
    void deleteTables() {
        server.tables().values().forEach(table -> server.dynamoDb().deleteTable(request -> request.tableName(table)));
    }

    /** If an answer hands out a token, checks that it is the token of the user in the answer. */
    void verifyToken(Answer answer) {
        if (answer.status() / 100 == 2 && answer.body().length > 0) {
            JsonNode body = Expectation.json(answer);
            if (body.has("token")) {
                Answer who = http.send(new ExactRequest("GET", "/api/auth/user")
                        .header(
                                "Authorization",
                                profile.scheme() + " " + body.get("token").textValue()));
                assertThat(who.status()).isEqualTo(200);
                assertThat(Expectation.json(who)).isEqualTo(body.get("user"));
            }
        }
    }

    /** Fails if the log has any of the tokens, or a password that cases use. */
    void verifyLog() {
        assertThat(log).isNotEmpty();
        String text = String.join("\n", log);
        assertThat(text).doesNotContain(Stage.PASSWORD, "Zx9!vorpal", "Correct-Horse");
        assertThat(stage.issued()).noneMatch(text::contains);
        // Only the cases of throttling need no token beforehand.
        assertThat(stage.issued().isEmpty()).isEqualTo(profile == Profile.THROTTLE);
    }

    @Override
    public void close() {
        server.close();
    }
}
