package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How pages are served; what a person makes of them is tested in {@code browser/}. */
class ServedPagesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LocalServer server;

    @BeforeAll
    static void start() throws StartException {
        server = LocalServer.start(ServerOptions.inMemory(TestTables.template())
                .withVariables(Map.of("AUTH_HEADER_PREFIX", "Bearer"))
                .withPages());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/|text/html; charset=utf-8",
                "/ui/mark.svg|image/svg+xml",
                "/ui/tokens.css|text/css; charset=utf-8",
                "/ui/components.css|text/css; charset=utf-8",
                "/ui/start.css|text/css; charset=utf-8",
                "/ui/start.js|text/javascript; charset=utf-8",
                "/ui/dom.js|text/javascript; charset=utf-8",
                "/ui/memory.js|text/javascript; charset=utf-8",
                "/ui/theme.js|text/javascript; charset=utf-8",
                "/docs|text/html; charset=utf-8",
                "/docs/|text/html; charset=utf-8",
                "/docs/style.css|text/css; charset=utf-8",
                "/docs/start.js|text/javascript; charset=utf-8",
                "/docs/openapi.yaml|application/yaml",
                "/docs/openapi.json|application/json",
                "/docs/swagger-ui.css|text/css; charset=utf-8",
                "/docs/swagger-ui-bundle.js|text/javascript; charset=utf-8",
            })
    void everyPageIsThereCompressedAndOnlyOnce(String path, String type) throws Exception {
        HttpResponse<byte[]> plain = send(request(path));
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.headers().firstValue("Content-Type")).contains(type);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self';")
                .doesNotContain("script-src 'self' 'unsafe");

        HttpResponse<byte[]> compressed = send(request(path).header("Accept-Encoding", "gzip, deflate, br"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());

        String tag = plain.headers().firstValue("ETag").orElseThrow();
        assertThat(compressed.headers().firstValue("ETag")).contains(tag);
        HttpResponse<byte[]> again = send(request(path).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send(request(path).header("If-None-Match", "W/\"another\"")).statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> head = send(request(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br"})
    void nobodyGetsACodingThatWasNotAskedFor(String codings) throws Exception {
        HttpResponse<byte[]> answer = send(request("/").header("Accept-Encoding", codings));
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/docs|name=\"latchkey-scheme\" content=\"Bearer\"",
                "/start.json|\"scheme\":\"Bearer\"",
                "/account/config.json|\"scheme\":\"Bearer\"",
            })
    void thePagesKnowTheScheme(String path, String scheme) throws Exception {
        assertThat(text(path)).contains(scheme);
    }

    @Test
    void theStartPageIsToldOfTheServer() throws Exception {
        send(request("/api/auth/user"));
        JsonNode told = new ObjectMapper().readTree(text("/start.json"));
        assertThat(told.path("dynamodb").asText())
                .isEqualTo(server.dynamoDbUrl().toString());
        assertThat(told.path("data").isNull()).isTrue();
        assertThat(told.path("account").asBoolean()).isTrue();
        assertThat(told.at("/minutes/47/answered").asInt()).isPositive();
        assertThat(told.at("/minutes/47/refused").asInt()).isPositive();
        assertThat(told.path("tables").findValuesAsText("name")).contains("users", "tokens");
        assertThat(told.path("routes"))
                .anySatisfy(
                        route -> assertThat(route.toString())
                                .isEqualTo(
                                        "{\"method\":\"POST\",\"path\":\"/api/auth/login\",\"summary\":\"Log in\",\"open\":true}"))
                .anySatisfy(
                        route -> assertThat(route.toString())
                                .isEqualTo(
                                        "{\"method\":\"GET\",\"path\":\"/api/auth/user\",\"summary\":\"Who am I\",\"open\":false}"));
    }

    /** What config.json says of routes is written into the template by hand. */
    @Test
    void theAccountPagesOfferWhatThereAreRoutesFor() throws Exception {
        try (LocalServer all = LocalServer.start(ServerOptions.inMemory(TestTables.template())
                .withParameters(TestTables.EVERYTHING)
                .withPages())) {
            JsonNode offer = new ObjectMapper().readTree(textOf(all, "/account/config.json"));
            assertThat(offer.path("mail").asBoolean()).isTrue();
            assertThat(offer.path("scheme").asText()).isEqualTo("Token");
            assertThat(offer.path("undo").asBoolean()).isEqualTo(statusOf(all, "POST", "undo") != 404);
            assertThat(offer.path("export").asBoolean()).isEqualTo(statusOf(all, "GET", "user/export") != 404);
            assertThat(offer.path("deletion").asBoolean()).isEqualTo(deletes(all));
        }
    }

    private static boolean deletes(LocalServer all) throws IOException, InterruptedException {
        String ada = "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"Correct-Horse-9!\"}";
        HttpResponse<byte[]> registered = send(HttpRequest.newBuilder(URI.create(all.url() + "/api/auth/register"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ada)));
        String token =
                new ObjectMapper().readTree(registered.body()).path("token").asText();
        return send(HttpRequest.newBuilder(URI.create(all.url() + "/api/auth/user"))
                                .header("Authorization", "Token " + token)
                                .method("DELETE", BodyPublishers.ofString("{}")))
                        .statusCode()
                != 405;
    }

    private static int statusOf(LocalServer all, String method, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(all.url() + "/api/auth/" + path))
                        .method(method, BodyPublishers.noBody()))
                .statusCode();
    }

    private static String textOf(LocalServer all, String path) throws IOException, InterruptedException {
        return new String(
                send(HttpRequest.newBuilder(URI.create(all.url() + path))).body(), StandardCharsets.UTF_8);
    }

    @Test
    void theAccountPagesCanBeLeftOut() throws Exception {
        try (LocalServer without = LocalServer.start(ServerOptions.inMemory(TestTables.template())
                .withParameters(Map.of("AccountPages", "off"))
                .withPages())) {
            URI account = URI.create(without.url() + "/account");
            assertThat(send(HttpRequest.newBuilder(account)).statusCode()).isEqualTo(404);
            assertThat(textOf(without, "/start.json")).contains("\"account\":false");
        }
    }

    @Test
    void onlyTheReferenceMayCallADeployedStack() throws Exception {
        assertThat(policy("/")).contains("connect-src 'self';");
        assertThat(policy("/docs")).contains("connect-src 'self' https://*.amazonaws.com;");
    }

    @Test
    void whatIsNoPageIsTheApis() throws Exception {
        assertThat(send(request("/").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(404);
        assertThat(send(request("/ui/nothing.js")).statusCode()).isEqualTo(404);
        assertThat(send(request("/api/auth/user")).statusCode()).isEqualTo(401);
    }

    private static String policy(String path) throws IOException, InterruptedException {
        return send(request(path))
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
    }

    private static String text(String path) throws IOException, InterruptedException {
        return new String(send(request(path)).body(), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
