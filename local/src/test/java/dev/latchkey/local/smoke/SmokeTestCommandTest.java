package dev.latchkey.local.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.cli.CommandRunner.Result;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import dev.latchkey.local.smoke.FaultyGateway.Answer;
import dev.latchkey.local.smoke.FaultyGateway.Fault;
import dev.latchkey.template.Route;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeTestCommandTest {
    private static final String CONTRACT = "the contract's answers";
    private static final String WITHOUT = "401 without a token";
    private static final String GARBAGE = "401 with garbage for a token";
    private static final String ENDED = "401 with a token that was logged out";
    private static final String PASSWORD = "Zx9!vorpal-Tundra";

    /** What the smoke test has to look at: all that the template has. */
    private static final List<Route> ROUTES = Template.read(TestTables.template())
            .stack(Map.of(), logicalId -> logicalId)
            .restApi()
            .routes();

    private static LocalServer server;

    @BeforeAll
    static void start() throws StartException {
        server = start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void passesOnLatchkeyAndLeavesAUserWithoutSessions() {
        Result result = smoke(server.url().toString(), "--requests", "3");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("ok      " + WITHOUT, "ok      " + GARBAGE, "ok      " + ENDED, "All is well.")
                .doesNotContain("FAILED", "not looked at");
        assertThat(result.out()).containsPattern("(?m)^POST login +[0-9.]+ +3 +[0-9.]+ +[0-9.]+ +[0-9.]+$");
        assertThat(result.err()).isEmpty();
        Matcher left =
                Pattern.compile("The user (smoke-[0-9a-f]{12}) is left behind").matcher(result.out());
        assertThat(left.find()).isTrue();
        assertThat(latchkey().run("users", "show", left.group(1)).out()).contains("Sessions    0");
    }

    /** The gateway answers by a table of what was recorded on AWS: a row that is broken on purpose is found. */
    @ParameterizedTest
    @ValueSource(strings = {"NO_ROUTE", "NO_ROUTE_WITH_TOKEN", "NO_IDENTITY", "POLICY_DENIES"})
    void failsWhereTheGatewayAnswersOtherwise(String cause) throws Exception {
        Path facts = Files.createTempFile("facts", ".tsv");
        Files.writeString(
                facts,
                Files.readString(Path.of("src/main/resources/dev/latchkey/local/gateway/facts.tsv"))
                        .replaceAll("(?m)^" + cause + "\t\\S+", cause + "\tQUOTA_EXCEEDED"));
        System.setProperty("latchkey.gateway.facts", facts.toString());
        try (LocalServer other = start(Map.of())) {
            Result result = smoke(other.url().toString(), "--requests", "1");
            assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
            assertThat(result.out()).contains("FAILED");
        } finally {
            System.clearProperty("latchkey.gateway.facts");
            Files.delete(facts);
        }
    }

    @Test
    void tellsMachinesEveryCheckAndAllTimes() throws Exception {
        Result result = smoke(server.url().toString(), "--requests", "2", "--json");

        Map<String, Object> report = Json.object(Json.read(result.out()));
        assertThat(report).containsEntry("passed", true).containsEntry("not_looked_at", List.of());
        for (String group : List.of(WITHOUT, GARBAGE, ENDED)) {
            assertThat(checkedPaths(report, group))
                    .as(group)
                    .isEqualTo(ROUTES.stream()
                            .filter(route -> route.authorizer().isPresent())
                            .map(Route::path)
                            .flatMap(path -> Stream.of(path, path + "/"))
                            .collect(Collectors.toSet()));
        }
        Map<String, Object> times = Json.object(report.get("latency_ms"));
        assertThat(times).hasSize(ROUTES.size() + 1);
        assertThat(Json.object(times.get("GET user"))).containsOnlyKeys("first", "measured", "p50", "p90", "p99");
    }

    /** The paths behind a group's checks, all of which must have passed. */
    private static Set<String> checkedPaths(Map<String, Object> report, String group) {
        Set<String> paths = new HashSet<>();
        for (Object check : (List<?>) Objects.requireNonNull(report.get("checks"))) {
            Map<String, Object> members = Json.object(check);
            if (group.equals(members.get("group"))) {
                assertThat(members).containsEntry("passed", true);
                String subject = String.valueOf(members.get("subject"));
                paths.add("/api/auth/" + subject.split(" ", -1)[1]);
            }
        }
        return paths;
    }

    @Test
    void knowsTheSchemeAndThePrefixOfTheStack() throws Exception {
        try (LocalServer other = start(Map.of("AUTH_HEADER_PREFIX", "Bearer", "TOKEN_PREFIX", "tka_"))) {
            Result result = smoke(other.url().toString(), "--requests", "1");
            assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        }
    }

    @Test
    void failsWhereTheAuthorizersAnswersAreReused() throws Exception {
        ServerOptions cached = options(Map.of()).withParameters(Map.of("AuthorizerCacheSeconds", "60"));
        try (LocalServer other = LocalServer.start(cached)) {
            Result result = smoke(other.url().toString(), "--requests", "1");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains("FAILED  " + ENDED, "GET user: 200 instead of 401");
        }
    }

    @Test
    void logsInAsAGivenUserWhoKeepsThePassword() throws Exception {
        String credentials =
                "{\"username\": \"ada\", \"email\": \"ada@example.com\", \"password\": \"" + PASSWORD + "\"}";
        assertThat(post("register", credentials)).isEqualTo(201);

        Result result = latchkey()
                .piped(
                        PASSWORD + "\n",
                        "smoke-test",
                        server.url().toString(),
                        "--requests",
                        "1",
                        "--user",
                        "ada",
                        "--password-stdin");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("not looked at: registration").doesNotContain("left behind");
        assertThat(post("login", credentials)).isEqualTo(200);

        Result wrong =
                latchkey().piped("wrong", "smoke-test", server.url().toString(), "--user", "ada", "--password-stdin");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out()).contains("POST login: 400 instead of 200", "not looked at: everything after");
    }

    static List<Arguments> faults() {
        Map<String, Answer> cached = new ConcurrentHashMap<>();
        return List.of(
                fault(
                        "a route that is not protected",
                        (request, upstream) -> request.method().equals("DELETE")
                                        && request.authorization().isEmpty()
                                ? Answer.json(204, "")
                                : upstream.answer(request),
                        WITHOUT,
                        "DELETE tokens/{token_key}: 204 instead of 401"),
                fault(
                        "a path with a slash that is not protected",
                        (request, upstream) -> request.is("GET", "tokens/")
                                        && request.authorization().isEmpty()
                                ? Answer.json(200, "[]")
                                : upstream.answer(request),
                        WITHOUT,
                        "GET tokens/: 200 instead of 401"),
                fault(
                        "a route that takes any token",
                        (request, upstream) -> request.is("POST", "logoutall")
                                        && request.authorization().equals("Token garbage")
                                ? Answer.json(204, "")
                                : upstream.answer(request),
                        GARBAGE,
                        "POST logoutall: 204 instead of 401"),
                fault(
                        "a logout that does not log out",
                        (request, upstream) -> request.is("POST", "logout")
                                        && request.authorization().length() > 60
                                ? succeedIfAuthorized(request, upstream)
                                : upstream.answer(request),
                        ENDED,
                        "GET user: 200 instead of 401"),
                fault(
                        "a logoutall that does not",
                        (request, upstream) -> request.is("POST", "logoutall")
                                ? succeedIfAuthorized(request, upstream)
                                : upstream.answer(request),
                        ENDED,
                        "GET user: 200 instead of 401"),
                fault(
                        "an authorizer that is cached",
                        (request, upstream) -> {
                            Answer answer = upstream.answer(request);
                            if (request.is("GET", "user") && answer.status() == 200) {
                                cached.put(request.authorization(), answer);
                            }
                            return request.is("GET", "user")
                                    ? cached.getOrDefault(request.authorization(), answer)
                                    : answer;
                        },
                        ENDED,
                        "GET user: 200 instead of 401"),
                fault(
                        "a change of password that is none",
                        (request, upstream) -> request.is("POST", "password")
                                        && !request.text().contains("not the")
                                ? Answer.json(204, "")
                                : upstream.answer(request),
                        CONTRACT,
                        "POST login: 400 instead of 200"),
                fault(
                        "refusals with 403",
                        (request, upstream) -> {
                            Answer answer = upstream.answer(request);
                            return answer.status() == 401
                                            && !request.authorization().isEmpty()
                                    ? Answer.json(403, "{\"message\":\"User is not authorized\"}")
                                    : answer;
                        },
                        ENDED,
                        "GET user: 403 instead of 401: {\"message\":\"User is not authorized\"}"),
                fault(
                        "errors without CORS headers",
                        (request, upstream) -> {
                            Answer answer = upstream.answer(request);
                            return answer.status() >= 400 ? without("Access-Control-Allow-Origin", answer) : answer;
                        },
                        "CORS headers on every answer, errors too",
                        "GET user, 401: has no Access-Control-Allow-Origin"),
                fault(
                        "a header under another name",
                        (request, upstream) -> {
                            Answer answer = upstream.answer(request);
                            if (answer.status() == 405) {
                                answer.headers().put("x-amzn-Remapped-Allow", "POST");
                            }
                            return answer;
                        },
                        "headers under their own names",
                        "GET login, 405: has the header x-amzn-remapped-allow"),
                fault(
                        "paths with a slash that are not there",
                        (request, upstream) -> request.is("GET", "user/")
                                ? Answer.json(404, "{\"message\":\"Not Found\"}")
                                : upstream.answer(request),
                        "paths with a slash at the end",
                        "GET user/: 404 instead of 200"),
                fault(
                        "errors in HTML",
                        (request, upstream) -> {
                            Answer answer = upstream.answer(request);
                            return answer.status() == 415
                                    ? new Answer(415, Map.of("Content-Type", "text/html"), "<p>".getBytes(UTF_8))
                                    : answer;
                        },
                        "errors in JSON",
                        "POST login text/plain, 415: is no JSON object"),
                fault(
                        "preflight that asks for credentials",
                        (request, upstream) -> request.method().equals("OPTIONS")
                                ? Answer.json(401, "{\"detail\":\"Invalid token.\"}")
                                : upstream.answer(request),
                        "preflight without credentials",
                        "OPTIONS user for GET: 401 instead of 200 or 204"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void failsOn(Fault fault, String group, String line) throws Exception {
        try (FaultyGateway gateway = new FaultyGateway(server.url(), "/live", fault)) {
            Result result = smoke(gateway.url() + "/", "--requests", "1");

            assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
            assertThat(result.out()).contains("FAILED  " + group, "        " + line, "Not all is well.");
        }
    }

    @Test
    void passesThroughAGatewayThatDoesNothingWrong() throws Exception {
        Fault none = (request, upstream) -> upstream.answer(request);
        try (FaultyGateway gateway = new FaultyGateway(server.url(), "/live", none)) {
            Result result = smoke(gateway.url() + "/api/auth/", "--requests", "1");
            assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        }
    }

    /** A server that repeats what it was sent is the worst case: what is printed of a refusal may be anything. */
    @ParameterizedTest
    @ValueSource(strings = {"--timeout=30", "--json"})
    void printsNoSecret(String option) throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        Fault echo = (request, upstream) -> {
            Answer answer = upstream.answer(request);
            Pattern.compile("\"(?:[a-z_]*password|token)\": ?\"([^\"]+)\"")
                    .matcher(request.text() + answer.text())
                    .results()
                    .map(found -> found.group(1))
                    .filter(text -> text.length() > 20)
                    .forEach(sent::add);
            return request.authorization().isEmpty()
                    ? answer
                    : Answer.json(418, "{\"message\": \"" + request.authorization() + "\"}");
        };
        try (FaultyGateway gateway = new FaultyGateway(server.url(), "", echo)) {
            Result result = smoke(gateway.url(), "--requests", "1", option);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains("418 instead of", "[secret]");
            assertThat(sent).isNotEmpty();
            assertThat(result.out() + result.err()).doesNotContain(sent.toArray(String[]::new));
        }
    }

    @Test
    void waitsNoLongerThanItIsTold() throws Exception {
        Fault slow = (request, upstream) -> {
            if (request.is("POST", "logoutall") && !request.authorization().isEmpty()) {
                Thread.sleep(3_000);
            }
            return upstream.answer(request);
        };
        try (FaultyGateway gateway = new FaultyGateway(server.url(), "", slow)) {
            Result result = smoke(gateway.url(), "--requests", "1", "--timeout", "1");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains("POST logoutall: no answer in time");
        }
    }

    @Test
    void saysWhatIsWrongWithAUrl() throws Exception {
        assertThat(smoke("latchkey.example.com/live")).matches(refused(2, "is not a URL such as"));
        assertThat(smoke("ftp://127.0.0.1/live")).matches(refused(2, "is not a URL such as"));
        assertThat(smoke(server.url() + "?stage=live")).matches(refused(2, "has a query"));
        assertThat(smoke("http://127.0.0.1:" + closedPort())).matches(refused(2, "No web server answers at"));
        assertThat(smoke("http://latchkey.invalid")).matches(refused(2, "There is no host"));
        assertThat(smoke("https://127.0.0.1:" + server.url().getPort())).matches(refused(2, "at https://127"));
        assertThat(smoke(server.url() + "/live")).matches(refused(2, "answers 404"));
        assertThat(smoke(server.url().toString(), "--requests", "0")).matches(refused(2, "--requests has to be"));
        assertThat(smoke(server.url().toString(), "--timeout", "301")).matches(refused(2, "--timeout has to be"));
        assertThat(smoke(server.url().toString(), "--user", "ada")).matches(refused(2, "use --password-stdin"));
        assertThat(smoke(server.url().toString(), "--password-stdin")).matches(refused(2, "--user NAME"));
        assertThat(smoke().exitCode()).isEqualTo(2);
    }

    @Test
    void saysWhatAnswersWhereLatchkeyShould() throws Exception {
        assertThat(answering(302, "{}")).matches(refused(2, "answers 302, a redirect"));
        assertThat(answering(429, "{}")).matches(refused(1, "answers 429"));
        assertThat(answering(502, "{}")).matches(refused(1, "answers 502: the stack fails"));
        assertThat(answering(400, "<html>")).matches(refused(2, "answers 400 to a login without a user name"));
    }

    private static Result answering(int status, String body) throws IOException {
        Fault fault = (request, upstream) -> Answer.json(status, body);
        try (FaultyGateway gateway = new FaultyGateway(server.url(), "", fault)) {
            return smoke(gateway.url());
        }
    }

    private static Predicate<Result> refused(int exitCode, String message) {
        return result -> result.exitCode() == exitCode
                && result.err().startsWith("latchkey: ")
                && result.err().contains(message)
                && result.out().isEmpty();
    }

    private static Answer succeedIfAuthorized(FaultyGateway.Request request, FaultyGateway.Upstream upstream)
            throws IOException, InterruptedException {
        FaultyGateway.Request user = new FaultyGateway.Request("GET", "/api/auth/user", request.headers(), new byte[0]);
        Answer answer = upstream.answer(user);
        return answer.status() == 200 ? Answer.json(204, "") : answer;
    }

    private static Answer without(String header, Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.keySet().removeIf(header::equalsIgnoreCase);
        return new Answer(answer.status(), headers, answer.body());
    }

    private static Arguments fault(String name, Fault fault, String group, String line) {
        return Arguments.of(Named.of(name, fault), group, line);
    }

    private static Result smoke(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "smoke-test";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return latchkey().run(all);
    }

    private static CommandRunner latchkey() {
        return CommandRunner.onServer(server.dynamoDbUrl());
    }

    private static LocalServer start(Map<String, String> more) throws StartException {
        return LocalServer.start(options(more));
    }

    private static ServerOptions options(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("ARGON2_MEMORY_KIB", "8");
        settings.put("ARGON2_ITERATIONS", "1");
        settings.put("REGISTRATIONS_PER_SOURCE", "none");
        settings.put("LOGIN_FAILURES_PER_SOURCE", "none");
        return ServerOptions.inMemory(TestTables.template()).withVariables(settings);
    }

    private static int post(String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/auth/" + path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
