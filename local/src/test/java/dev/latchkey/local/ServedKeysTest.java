package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.Route;
import dev.latchkey.template.Template;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys on the local server, of which all but one endpoint refuses them. */
class ServedKeysTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, String> KEYS = Map.of(
            "KEY_SCOPES", "orders.read,orders.write@role:staff",
            "REGISTRATIONS_PER_SOURCE", "none",
            "SECOND_FACTOR", "optional",
            "PASSKEY_RP_ID", "localhost",
            "MAIL", "outbox");

    @Test
    void aKeyIsMadeUsedListedAndEnded() throws Exception {
        try (LocalServer server = start(KEYS)) {
            String token = register(server);
            HttpResponse<String> made =
                    send(server, "POST", "/api/auth/keys", token, "{\"name\":\"ci\",\"scopes\":[\"orders.read\"]}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            JsonNode body = MAPPER.readTree(made.body());
            String key = body.path("key").asText();
            assertThat(body.path("scopes")).hasToString("[\"orders.read\"]");
            HttpResponse<String> user = send(server, "GET", "/api/auth/user", key, "");
            assertThat(user.statusCode()).isEqualTo(200);
            assertThat(MAPPER.readTree(user.body()).path("username").asText()).isEqualTo("ada");
            JsonNode list = MAPPER.readTree(
                    send(server, "GET", "/api/auth/keys", token, "").body());
            assertThat(list).hasSize(1);
            assertThat(list.get(0).has("key")).isFalse();
            assertThat(list.get(0).path("last_used").isNull()).isFalse();
            assertThat(send(server, "GET", "/api/auth/tokens", token, "").body())
                    .doesNotContain(body.path("token_key").asText());
            assertThat(send(server, "POST", "/api/auth/logoutall", token, "").statusCode())
                    .isEqualTo(204);
            assertThat(send(server, "GET", "/api/auth/user", key, "").statusCode())
                    .isEqualTo(200);
            String again = logIn(server);
            String one = "/api/auth/keys/" + body.path("token_key").asText();
            assertThat(send(server, "DELETE", one, again, "").statusCode()).isEqualTo(204);
            assertThat(send(server, "DELETE", one, again, "").statusCode()).isEqualTo(404);
            assertThat(send(server, "GET", "/api/auth/user", key, "").statusCode())
                    .isEqualTo(401);
        }
    }

    /** Whoever adds an endpoint behind the authorizer finds it here: a key can do nothing at any of them. */
    @Test
    void everyGuardedEndpointButOneRefusesKeys() throws Exception {
        List<Route> routes =
                Template.read(TestTables.template())
                        .stack(TestTables.EVERYTHING, name -> name)
                        .restApi()
                        .routes()
                        .stream()
                        .filter(route -> route.authorizer().isPresent())
                        .toList();
        assertThat(routes).hasSizeGreaterThan(15);
        try (LocalServer server = start(KEYS)) {
            String token = register(server);
            String key = MAPPER.readTree(send(
                                    server,
                                    "POST",
                                    "/api/auth/keys",
                                    token,
                                    "{\"name\":\"ci\",\"scopes\":[\"orders.read\"]}")
                            .body())
                    .path("key")
                    .asText();
            for (Route route : routes) {
                String path = route.path().replace("{method}", "app").replaceAll("\\{[a-z_]+}", "0123456789abcdef");
                for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
                    HttpResponse<String> answer = send(server, method, path, key, "{}");
                    boolean isWho = path.equals("/api/auth/user") && method.equals("GET");
                    boolean isNowhere = answer.statusCode() == 405 && path.equals("/api/auth/user");
                    if (!isNowhere
                            && !(answer.statusCode() == 404 && !route.method().equals("ANY"))) {
                        assertThat(answer.statusCode())
                                .as(method + " " + path + " " + answer.body())
                                .isEqualTo(isWho ? 200 : 403);
                    }
                    if (answer.statusCode() == 403) {
                        assertThat(answer.body())
                                .isEqualTo("{\"detail\":\"You do not have permission to perform this action.\"}");
                    }
                }
            }
            assertThat(send(server, "GET", "/api/auth/user", token, "").statusCode())
                    .isEqualTo(200);
        }
    }

    /** After a logout, a service hears on its next call that the token is not active. */
    @Test
    void aServiceLearnsWhoseATokenIs() throws Exception {
        Map<String, String> withIntrospection = new HashMap<>(KEYS);
        withIntrospection.put("KEY_SCOPES", "orders.read,introspect");
        try (LocalServer server = start(withIntrospection)) {
            String token = register(server);
            String key = MAPPER.readTree(send(
                                    server,
                                    "POST",
                                    "/api/auth/keys",
                                    token,
                                    "{\"name\":\"ci\",\"scopes\":[\"orders.read\"]}")
                            .body())
                    .path("key")
                    .asText();
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":[\"introspect\"]}"))
                    .contains("is not a valid choice");
            String service = serviceKey(server, withIntrospection);
            assertThat(introspect(server, service, token))
                    .matches("\\{\"active\":true,\"sub\":\"[0-9]+\",\"username\":\"ada\",\"scope\":\"session\"}");
            assertThat(introspect(server, service, key)).contains("\"scope\":\"orders.read\"");
            assertThat(MAPPER.readTree(send(server, "GET", "/api/auth/keys", token, "")
                                    .body())
                            .get(0)
                            .path("last_used")
                            .isNull())
                    .as("asking is no use")
                    .isTrue();
            assertThat(introspect(server, service, "nonsense")).isEqualTo("{\"active\":false}");
            send(server, "POST", "/api/auth/logout", token, "");
            assertThat(introspect(server, service, token)).isEqualTo("{\"active\":false}");
            for (String caller : List.of(key, logIn(server))) {
                assertThat(send(server, "POST", "/api/auth/introspect", caller, "{\"token\":\"x\"}")
                                .statusCode())
                        .isEqualTo(403);
            }
        }
    }

    private static String introspect(LocalServer server, String key, String token) throws Exception {
        return send(server, "POST", "/api/auth/introspect", key, "{\"token\":\"" + token + "\"}")
                .body();
    }

    /** As the command line makes it. */
    private static String serviceKey(LocalServer server, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_ENDPOINT_URL_DYNAMODB", server.dynamoDbUrl().toString());
        CommandRunner latchkey = CommandRunner.with(all);
        assertThat(latchkey.run("users", "create", "shop", "--service").exitCode())
                .isZero();
        return latchkey.run("keys", "create", "shop", "--scopes", "introspect", "--name", "shop")
                .out()
                .strip();
    }

    @Test
    void whatIsWrongWithAKeyIsSaid() throws Exception {
        try (LocalServer server = start(KEYS)) {
            String token = register(server);
            assertThat(refused(server, token, "{}"))
                    .isEqualTo("{\"name\":[\"This field is required.\"],\"scopes\":[\"This field is required.\"]}");
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":\"orders.read\"}"))
                    .contains("Expected a list of items but got type \\\"str\\\".");
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":[]}")).contains("may not be empty");
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":[\"orders.write\"]}"))
                    .contains("\\\"orders.write\\\" is not a valid choice.");
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":[\"session\"]}"))
                    .contains("\\\"session\\\" is not a valid choice.");
            assertThat(refused(server, token, "{\"name\":\"n\",\"scopes\":[\"orders.read\"],\"expiry\":\"soon\"}"))
                    .contains("Datetime has wrong format.");
            assertThat(refused(
                            server,
                            token,
                            "{\"name\":\"n\",\"scopes\":[\"orders.read\"],\"expiry\":\"2020-01-01T00:00:00Z\"}"))
                    .contains("Choose a time in the future");
        }
    }

    @Test
    void withoutScopesThereIsNothingOfIt() throws Exception {
        Map<String, String> off = new HashMap<>(KEYS);
        off.remove("KEY_SCOPES");
        try (LocalServer server = start(off)) {
            String token = register(server);
            assertThat(send(server, "GET", "/api/auth/keys", token, "").statusCode())
                    .isEqualTo(404);
        }
    }

    private static String refused(LocalServer server, String token, String body) throws Exception {
        HttpResponse<String> answer = send(server, "POST", "/api/auth/keys", token, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return answer.body();
    }

    private static LocalServer start(Map<String, String> variables) throws StartException {
        return LocalServer.start(ServerOptions.inMemory(TestTables.template()).withVariables(variables));
    }

    private static String register(LocalServer server) throws Exception {
        String user = "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"Correct-Horse-9!\"}";
        return token(send(server, "POST", "/api/auth/register", "", user));
    }

    private static String logIn(LocalServer server) throws Exception {
        return token(send(
                server, "POST", "/api/auth/login", "", "{\"username\":\"ada\",\"password\":\"Correct-Horse-9!\"}"));
    }

    private static String token(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body()).path("token").asText();
    }

    private static HttpResponse<String> send(LocalServer server, String method, String path, String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Token " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
