package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

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
                "/ui/style.css|text/css; charset=utf-8",
                "/ui/app.js|text/javascript; charset=utf-8",
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
    @ValueSource(strings = {"/", "/docs"})
    void thePagesKnowTheScheme(String path) throws Exception {
        assertThat(new String(send(request(path)).body(), StandardCharsets.UTF_8))
                .contains("name=\"latchkey-scheme\" content=\"Bearer\"");
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

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
