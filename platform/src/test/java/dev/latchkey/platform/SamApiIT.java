package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's session by "sam local start-api", with the REST API of template.yaml; and where its gateway differs from AWS's.
 *
 * <p>Needs the SAM CLI, Docker and an image of the runtime; see docs/platforms.md.
 */
@Tag("sam")
class SamApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Nested
    class OfTheTemplate extends Session {
        OfTheTemplate() {
            super("template.yaml", "{\"message\":\"User is not authorized to access this resource\"}");
        }

        /** It knows no gateway responses: its own answers have its own status, text and headers. */
        @Test
        void itsOwnAnswersAreNotTheTemplates() throws Exception {
            SoftAssertions softly = new SoftAssertions();
            assertAnswer(softly, request("GET", "user", ""), 401, "{\"message\":\"Unauthorized\"}");
            assertAnswer(softly, request("GET", "nothing", ""), 403, "{\"message\":\"Missing Authentication Token\"}");
            softly.assertThat(send(request("GET", "user", "")).headers().map())
                    .doesNotContainKeys("www-authenticate", "access-control-allow-origin");
            softly.assertAll();
        }

        @Test
        void aPreflightIsAnsweredAsTheTemplateSays() throws Exception {
            HttpResponse<String> preflight = send(request("OPTIONS", "user", ""));

            assertThat(preflight.statusCode()).isEqualTo(200);
            assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
            assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                    .isEqualTo(Template.read(TestTables.template())
                            .parameters()
                            .get("CorsAllowedHeaders")
                            .defaultValue());
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Session {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final String template;
        private final String denied;
        private Path folder;
        private ContainerTables tables;
        private Fixture fixture;
        private SamCli.Server api;

        /** Prepares a session with the API of a template, where a token that the authorizer refuses is answered so. */
        Session(String template, String denied) {
            this.template = template;
            this.denied = denied;
        }

        @BeforeAll
        void start(@TempDir Path temporary) throws Exception {
            folder = temporary;
            tables = new ContainerTables();
            fixture = tables.fixture();
            SamCli sam = new SamCli(Files.createTempDirectory(folder, "sam"), tables.url());
            api = sam.start("start-api", sam.build(template, folder.resolve("built")));
            warmUp();
        }

        @AfterAll
        void close() throws Exception {
            api.close();
            tables.close();
        }

        /** Starts the containers; on a busy machine a first answer may be 503, since a table took too long. */
        private void warmUp() throws Exception {
            fixture.reset();
            String user =
                    "{\"username\": \"eve\", \"email\": \"eve@example.com\", \"password\": \"Zx9!vorpal-Tundra\"}";
            for (String path : List.of("register", "login")) {
                send(HttpRequest.newBuilder(URI.create(api.url() + "/api/auth/" + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(user))
                        .build());
            }
            send(request("GET", "user", Fixture.TOKEN));
            send(request("GET", "tokens", Fixture.TOKEN));
            send(request("POST", "logout", Fixture.TOKEN));
        }

        @BeforeEach
        void reset() {
            fixture.reset();
        }

        /** A refused token is 403 here, with a text of its own; everything else is as README.md shows it. */
        @Test
        void servesTheSessionOfTheReadme() throws Exception {
            Programs programs = new Programs(Files.createTempDirectory(folder, "curl"));
            List<ReadmeSession.Exchange> exchanges = new ReadmeSession(programs, api.url()).run();

            assertThat(exchanges).hasSizeGreaterThan(3);
            for (ReadmeSession.Exchange exchange : exchanges) {
                if (exchange.shown().status() == 401) {
                    assertThat(exchange.given().status()).isEqualTo(403);
                    assertThat(JSON.readTree(exchange.given().body())).isEqualTo(JSON.readTree(denied));
                } else {
                    assertThat(exchange).matches(ReadmeSession.Exchange::agrees);
                }
            }
        }

        @Test
        void aHeadersCaseAndATrailingSlashDoNotMatter() throws Exception {
            SoftAssertions softly = new SoftAssertions();
            HttpRequest lower = HttpRequest.newBuilder(URI.create(api.url() + "/api/auth/user/"))
                    .header("authorization", "token " + Fixture.TOKEN)
                    .build();
            HttpResponse<String> user = send(lower);
            softly.assertThat(user.statusCode()).as(user.body()).isEqualTo(200);
            softly.assertThat(user.headers().firstValue("cache-control")).contains("no-store");
            HttpRequest logout = HttpRequest.newBuilder(URI.create(api.url() + "/api/auth/logout/"))
                    .header("AUTHORIZATION", "Token " + Fixture.TOKEN)
                    .POST(BodyPublishers.noBody())
                    .build();
            HttpResponse<String> ended = send(logout);
            softly.assertThat(ended.statusCode()).as(ended.body()).isEqualTo(204);
            softly.assertAll();
        }

        @Test
        void endsAnotherSessionByItsKey() throws Exception {
            JsonNode sessions =
                    JSON.readTree(send(request("GET", "tokens", Fixture.TOKEN)).body());
            assertThat(sessions).hasSize(2);
            String other = key(sessions, false);

            assertThat(send(request("DELETE", "tokens/" + other, Fixture.TOKEN)).statusCode())
                    .isEqualTo(204);
            assertThat(send(request("GET", "user", Fixture.SECOND_TOKEN)).statusCode())
                    .isEqualTo(403);
            assertThat(send(request("GET", "user", Fixture.TOKEN)).statusCode()).isEqualTo(200);
        }

        /** The functions' own errors come through as they are. */
        @Test
        void passesErrorsOn() throws Exception {
            HttpResponse<String> wrongMethod = send(request("PUT", "user", Fixture.TOKEN));
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.body()).isEqualTo("{\"detail\":\"Method \\\"PUT\\\" not allowed.\"}");
            assertThat(wrongMethod.headers().firstValue("allow")).isPresent();
            assertThat(wrongMethod.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
        }

        HttpRequest request(String method, String path, String token) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + "/api/auth/" + path))
                    .method(method, BodyPublishers.noBody());
            if (!token.isEmpty()) {
                request.header("Authorization", "Token " + token);
            }
            return request.build();
        }

        HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }

        void assertAnswer(SoftAssertions softly, HttpRequest request, int status, String body) throws Exception {
            HttpResponse<String> answer = send(request);
            softly.assertThat(answer.statusCode()).as(request.toString()).isEqualTo(status);
            softly.assertThat(JSON.readTree(answer.body()))
                    .as(request.toString())
                    .isEqualTo(JSON.readTree(body));
        }

        private static String key(JsonNode sessions, boolean current) {
            for (JsonNode session : sessions) {
                if (session.get("current").asBoolean() == current) {
                    return session.get("token_key").asText();
                }
            }
            throw new AssertionError("no such session in " + sessions);
        }
    }
}
