package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template's own stack, end to end. */
class LocalServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LocalServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws StartException {
        server = LocalServer.start(ServerOptions.inMemory(TestTables.template()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void runsTheWholeFlow() throws Exception {
        String credentials =
                "{\"username\":\"alice\",\"email\":\"alice@example.com\",\"password\":\"Correct-Horse-9!\"}";
        assertThat(post("/api/auth/register", credentials).statusCode()).isEqualTo(201);

        HttpResponse<String> login = post("/api/auth/login", credentials);
        assertThat(login.statusCode()).isEqualTo(200);
        String token = token(login.body());

        HttpResponse<String> user = send("GET", "/api/auth/user", token);
        assertThat(user.statusCode()).isEqualTo(200);
        assertThat(user.body()).contains("\"username\":\"alice\"");

        assertThat(send("POST", "/api/auth/logout/", token).statusCode()).isEqualTo(204);
        HttpResponse<String> refused = send("GET", "/api/auth/user", token);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("{\"detail\":\"Invalid token.\"}");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Token");
    }

    @Test
    void tellsItsTables() {
        assertThat(server.tables())
                .isEqualTo(Map.of("USERS_TABLE", "latchkey-UsersTable", "TOKENS_TABLE", "latchkey-TokensTable"));
        assertThat(server.dynamoDb().listTables().tableNames())
                .containsAll(server.tables().values());
    }

    @Test
    void saysThatAPortIsTakenAndWhatToDo() {
        URI url = server.url();
        assertThatThrownBy(
                        () -> LocalServer.start(at("127.0.0.1", url.getPort())).close())
                .isInstanceOf(StartException.class)
                .hasMessageMatching("cannot listen on 127\\.0\\.0\\.1:" + url.getPort()
                        + ": .+\\. Is a server running there already\\? --port and --host choose another place\\.");
    }

    @Test
    void saysThatAnAddressIsUnknown() {
        assertThatThrownBy(() -> LocalServer.start(at("host.invalid", 0)).close())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot listen on host.invalid:0: UnresolvedAddress");
    }

    /** Whoever sits behind a proxy has it in all sessions; nothing that runs here is behind it. */
    @Test
    void startsWhereAProxyIsSet() throws Exception {
        Map<String, String> proxy = Map.of(
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", "9",
                "http.nonProxyHosts", "",
                "https.proxyHost", "127.0.0.1",
                "https.proxyPort", "9");
        proxy.forEach(System::setProperty);
        try (LocalServer other = LocalServer.start(ServerOptions.inMemory(TestTables.template()))) {
            assertThat(other.dynamoDb().listTables().tableNames()).hasSize(2);
        } finally {
            proxy.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void saysWhatToDoAboutDynamoDb() throws Exception {
        int taken = server.dynamoDbUrl().getPort();
        assertThatThrownBy(
                        () -> LocalServer.start(with(taken, Optional.empty())).close())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken + " for DynamoDB: ")
                .hasMessageEndingWith(". Is a server running there already? --dynamodb-port chooses another port.");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> LocalServer.start(with(0, Optional.of(file))).close())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot write to the data folder " + file)
                .hasMessageEndingWith(". --data-dir chooses another.");
        Path data = folder.resolve("data");
        try (LocalServer first = LocalServer.start(with(0, Optional.of(data)))) {
            assertThat(first.url()).isNotNull();
            assertThatThrownBy(
                            () -> LocalServer.start(with(0, Optional.of(data))).close())
                    .isInstanceOf(StartException.class)
                    .hasMessage("the data folder " + data + " is in use by another process, such as a second"
                            + " \"latchkey serve\". --data-dir chooses another.");
        }
    }

    private static ServerOptions at(String host, int port) {
        return options(host, port, 0, Optional.empty());
    }

    private static ServerOptions with(int dynamoDbPort, Optional<Path> dataFolder) {
        return options("127.0.0.1", 0, dynamoDbPort, dataFolder);
    }

    private static ServerOptions options(String host, int port, int dynamoDbPort, Optional<Path> dataFolder) {
        ServerOptions options = ServerOptions.inMemory(TestTables.template());
        return new ServerOptions(
                options.template(),
                host,
                port,
                dynamoDbPort,
                dataFolder,
                options.variables(),
                options.parameters(),
                false,
                options.requestLog(),
                options.log(),
                options.clock());
    }

    private static String token(String body) {
        Matcher matcher = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(body);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String token)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(path)
                        .header("Authorization", "Token " + token)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }
}
