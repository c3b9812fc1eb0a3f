package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.emulator.TestTables;
import dev.latchkey.emulator.template.Stack;
import dev.latchkey.emulator.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The AWS SAM CLI on template.yaml: each event by "sam local invoke", and a session of a user by "sam local start-api".
 *
 * <p>Needs the SAM CLI, Docker and an image of the runtime; see docs/platforms.md.
 */
@Tag("sam")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamLocalIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(5);
    private static final String PASSWORD = "Zx9!vorpal-Tundra";

    private final HttpClient http = HttpClient.newHttpClient();
    private DynamoDbClient client;
    private Relay relay;
    private SamCli sam;
    private Fixture fixture;
    private JsonNode answers;

    @BeforeAll
    void prepare(@TempDir Path folder) throws Exception {
        // sam local calls a table by its logical id.
        Stack stack = Template.read(TestTables.template()).stack(Map.of(), logicalId -> logicalId);
        DynamoDbEmulator dynamoDb = TestTables.create().emulator();
        client = dynamoDb.client();
        TemplateTables.create(client, stack);
        relay = new Relay(SamCli.bridgeAddress(folder), dynamoDb.port());
        sam = new SamCli(folder, relay.url());
        fixture = new Fixture(client, stack.tableVariables());
        try (InputStream in = SamLocalIT.class.getResourceAsStream("/answers.json")) {
            answers = JSON.readTree(in);
        }
    }

    @AfterAll
    void close() throws IOException {
        relay.close();
        client.close();
    }

    static List<String> events() throws IOException {
        return Events.names();
    }

    @ParameterizedTest
    @MethodSource("events")
    void invokesEachEvent(String event) throws Exception {
        fixture.reset();

        Expected.check(answers.get(event), sam.invoke(Events.function(event), event));
    }

    /** What sam local answers itself is its own: it knows no gateway responses, so that a refused token is 403. */
    @ParameterizedTest
    @CsvSource({"template.yaml", "examples/latchkey-on-http-api/template.yaml"})
    void servesASession(String template) throws Exception {
        fixture.reset();
        int port = freePort();
        Process api = sam.startApi(template, port);
        try {
            String url = "http://127.0.0.1:" + port + "/api/auth/";
            awaitListening(url, api);

            HttpResponse<String> registered = post(url + "register", registration(), "");
            assertThat(registered.statusCode()).isEqualTo(201);
            HttpResponse<String> login = post(url + "login", registration(), "");
            assertThat(login.statusCode()).isEqualTo(200);
            String token = JSON.readTree(login.body()).get("token").asText();

            HttpResponse<String> user = get(url + "user", token);
            assertThat(user.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(user.body()).get("username").asText()).isEqualTo("ada");
            HttpResponse<String> tokens = get(url + "tokens", token);
            assertThat(JSON.readTree(tokens.body()).size()).isEqualTo(2);

            assertThat(post(url + "logout/", "null", token).statusCode()).isEqualTo(204);
            assertThat(get(url + "user", token).statusCode()).isEqualTo(403);
            assertThat(get(url + "user", "garbage").statusCode()).isEqualTo(403);
            assertThat(get(url + "user", "").statusCode()).isEqualTo(401);
        } finally {
            stop(api);
        }
    }

    private static String registration() {
        return "{\"username\": \"ada\", \"email\": \"ada@example.com\", \"password\": \"" + PASSWORD + "\"}";
    }

    private HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET(), token);
    }

    private HttpResponse<String> post(String url, String body, String token) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String token)
            throws IOException, InterruptedException {
        if (!token.isEmpty()) {
            request.header("Authorization", "Token " + token);
        }
        return http.send(request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void awaitListening(String url, Process api) throws InterruptedException {
        Instant patience = Instant.now().plus(START);
        while (Instant.now().isBefore(patience) && api.isAlive()) {
            try {
                get(url, "");
                return;
            } catch (IOException e) {
                Thread.sleep(500);
            }
        }
        throw new IllegalStateException("sam local start-api does not listen");
    }

    /** Ends it as Ctrl-C does, so that it removes its containers. */
    private static void stop(Process api) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(api.pid())).start().waitFor();
        api.waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
