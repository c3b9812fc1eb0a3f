package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A local server with fresh tables in memory, a client for it, and the users that the contract wants there. */
final class TestSite implements AutoCloseable {
    /** Named first, so that whatever a server sets up for logging finds it in place. */
    private static final ProcessOutput OUTPUT = ProcessOutput.KEPT;

    private static final Map<Profile, TestSite> SHARED = new ConcurrentHashMap<>();

    private final Profile profile;
    private final LocalServer server;
    private final ExactHttp http;
    private final Stage stage;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final SecretScan secrets = new SecretScan();

    private TestSite(Profile profile) {
        this(profile, ServerOptions.inMemory(TestTables.template()));
    }

    private TestSite(Profile profile, ServerOptions options) {
        this.profile = profile;
        this.server = start(options.withVariables(profile.variables())
                .withLogs(
                        (method, path, status, millis, requestId) ->
                                log.add(method + " " + path + " " + status + " " + requestId),
                        log::add));
        this.http = new ExactHttp(server.url(), secrets::plant);
        Map<String, String> variables = new HashMap<>(profile.variables());
        variables.putAll(server.tables());
        this.stage = new Stage(DynamoDb.environment(variables, server.dynamoDb()), profile);
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

    /** Starts a site of its own, with users and pages. */
    static TestSite startWithPages(Profile profile) {
        TestSite site = new TestSite(
                profile, ServerOptions.inMemory(TestTables.template()).withPages());
        site.stage.setUp();
        return site;
    }

    static TestSite startWithoutUsers() {
        return startWithoutUsers(Profile.DEFAULT);
    }

    static TestSite startWithoutUsers(Profile profile) {
        return new TestSite(profile);
    }

    private static LocalServer start(ServerOptions options) {
        try {
            return LocalServer.start(options);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return server.url();
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

    /**
     * Fails if anything that a request said in its body or under Authorization, or a token that was handed out, is in the
     * functions' logs, in the list of requests, or in what this process wrote, in any of the forms that {@link SecretScan} knows.
     */
    void verifyLog() {
        plant();
        assertThat(secrets.size()).isGreaterThanOrEqualTo(2);
        assertThat(secrets.findIn(String.join("\n", log))).isEmpty();
        assertThat(secrets.findIn(OUTPUT.text())).isEmpty();
    }

    /** Presents a password and a token of which nobody knows, in case that cases had none worth looking for. */
    private void plant() {
        http.send(new ExactRequest("POST", "/api/auth/login")
                .json("{\"username\": \"planted\", \"password\": \"Planted-9f3c1e5b!\"}"));
        http.send(new ExactRequest("GET", "/api/auth/user")
                .header("Authorization", profile.scheme() + " " + stage.unknown()));
    }

    @Override
    public void close() {
        server.close();
    }
}
