package dev.latchkey.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import dev.latchkey.store.UserStore;
import dev.latchkey.user.UsernameRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A local server for flows: its clock is moved by hand, and what HTTP cannot bring about is done to its tables. */
final class FlowSite implements AutoCloseable {
    private static final ProcessOutput OUTPUT = ProcessOutput.KEPT;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final MovableClock clock = new MovableClock();
    private final SecretScan secrets = new SecretScan();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final LocalServer server;
    private final ExactHttp http;
    private final Environment environment;

    /** Starts a server with the settings of {@link Profile#DEFAULT} and some of its own. */
    FlowSite(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(Profile.DEFAULT.variables());
        variables.putAll(settings);
        try {
            server = LocalServer.start(ServerOptions.inMemory(TestTables.template())
                    .withVariables(variables)
                    .withPages()
                    .withClock(clock)
                    .withLogs((method, path, status, millis, requestId) -> {}, log::add));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
        http = new ExactHttp(server.url(), secrets::plant);
        variables.putAll(server.tables());
        environment = DynamoDb.environment(variables, server.dynamoDb(), clock);
    }

    Answer send(ExactRequest request) {
        return http.send(request);
    }

    /** Returns the mails that went out, oldest first, as the page for tests has them; it is no part of the API's description. */
    JsonNode outbox() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/outbox.json"))
                    .build();
            return new ObjectMapper()
                    .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    LocalServer server() {
        return server;
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    /** Changes a user as an operator could. */
    void change(JsonNode state) {
        UserStore users = new DynamoDbUserStore(environment);
        String name = UsernameRule.normalize(state.get("username").textValue());
        long id =
                users.findByName(UsernameRule.uniquenessKey(name)).orElseThrow().id();
        if (state.has("is_active")) {
            users.setActive(id, state.get("is_active").booleanValue());
        }
        if (state.has("email")) {
            String email = state.get("email").textValue();
            server.dynamoDb()
                    .updateItem(update -> update.tableName(
                                    Tables.from(environment.variables()).users())
                            .key(UserItems.key(id))
                            .updateExpression("SET " + UserItems.EMAIL + " = :email")
                            .expressionAttributeValues(Map.of(":email", AttributeValue.fromS(email))));
        }
    }

    /** Returns what of all that was sent or handed out is in the functions' logs, or in what this process wrote. */
    Iterable<String> leaks() {
        return secrets.findIn(String.join("\n", log) + "\n" + OUTPUT.text());
    }

    @Override
    public void close() {
        server.close();
    }
}
