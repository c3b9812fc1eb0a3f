package dev.latchkey.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.local.function.FunctionFake;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.template.AuthorizerDefinition;
import dev.latchkey.template.Cors;
import dev.latchkey.template.GatewayResponse;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Route;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a REST API does with a request, with functions that do as they are told. */
class RestGatewayTest {
    private static final String ALLOW = policy("Allow", "*");
    private static final Map<String, GatewayResponse> RESPONSES = Map.of(
            "UNAUTHORIZED",
                    new GatewayResponse(
                            Optional.of(401),
                            Map.of("X-Type", "context.error.responseType", "X-Fixed", "'a'"),
                            Map.of("application/json", "{\"detail\":$context.error.messageString}")),
            "DEFAULT_4XX", new GatewayResponse(Optional.empty(), Map.of("X-Default", "'4'"), Map.of()));

    private final TestClock clock = new TestClock();
    private final List<String> log = new ArrayList<>();
    private final FunctionFake gate = new FunctionFake("Gate", ALLOW);
    private final FunctionFake work = new FunctionFake("Work", "{\"statusCode\": 200, \"body\": \"done\"}");

    @Test
    void handsARequestToItsFunction() {
        Answer answer = send(api(0), "POST", "/open", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).isEqualTo("done");
        assertThat(gate.events()).isEmpty();
        assertThat(work.events()).singleElement().asString().contains("\"httpMethod\":\"POST\"", "\"/open\"");
    }

    @Test
    void asksTheAuthorizerFirst() {
        gate.answers(policy("Allow", "*", "{\"user\": \"ada\", \"id\": 7, \"admin\": true}"));
        assertThat(send(api(0), "GET", "/closed", "Token a").status()).isEqualTo(200);
        assertThat(gate.events()).singleElement().asString().contains("\"type\":\"REQUEST\"", "Token a");
        assertThat(work.events())
                .singleElement()
                .asString()
                .contains("\"user\":\"ada\"", "\"id\":\"7\"", "\"admin\":\"true\"", "\"principalId\":\"1\"");
    }

    @Test
    void refusesWithoutAskingWhereTheIdentityIsMissing() {
        for (Headers none : List.of(new Headers(), new Headers().set("Authorization", ""))) {
            Answer answer = send(api(0), "GET", "/closed", none);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(body(answer)).isEqualTo("{\"detail\":\"Unauthorized\"}");
            assertThat(answer.headers().last("X-Type")).contains("UNAUTHORIZED");
            assertThat(answer.headers().last("X-Fixed")).contains("a");
            assertThat(answer.headers().last("x-amzn-ErrorType")).contains("UnauthorizedException");
        }
        assertThat(gate.events()).isEmpty();
        assertThat(work.events()).isEmpty();
    }

    @Test
    void refusesWhatThePolicyDoesNotAllow() {
        for (String policy : List.of(policy("Deny", "*"), policy("Allow", "*/POST/*"))) {
            gate.answers(policy);
            Answer answer = send(api(0), "GET", "/closed", "Token a");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers().last("X-Default")).contains("4");
            assertThat(body(answer)).startsWith("{\"message\":\"User is not authorized");
        }
        assertThat(work.events()).isEmpty();
    }

    @Test
    void usesAnAnswerAgainAsLongAsTheAuthorizerSays() {
        RestGateway gateway = api(60);
        send(gateway, "GET", "/closed", "Token a");
        clock.advance(Duration.ofSeconds(30));
        send(gateway, "GET", "/closed", "Token a");
        assertThat(gate.events()).hasSize(1);
        send(gateway, "GET", "/closed", "Token b");
        assertThat(gate.events()).hasSize(2);
        clock.advance(Duration.ofSeconds(30));
        gate.answers(policy("Deny", "*"));
        assertThat(send(gateway, "GET", "/closed", "Token a").status()).isEqualTo(403);
        assertThat(gate.events()).hasSize(3);
        assertThat(send(gateway, "GET", "/closed", "Token b").status()).isEqualTo(200);
    }

    @Test
    void asksEachTimeWhereNothingIsKept() {
        RestGateway gateway = api(0);
        send(gateway, "GET", "/closed", "Token a");
        send(gateway, "GET", "/closed", "Token a");
        assertThat(gate.events()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unauthorized | 401 | UnauthorizedException",
                "out of memory | 500 | AuthorizerFailureException",
            })
    void anAuthorizerThatFailsLetsNobodyIn(String message, int status, String errorType) {
        gate.fails(new IllegalStateException(message));
        Answer answer = send(api(60), "GET", "/closed", "Token a");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().last("x-amzn-ErrorType")).contains(errorType);
        assertThat(work.events()).isEmpty();
        assertThat(log.toString()).doesNotContain(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"no JSON", "{}", "{\"principalId\": \"1\"}", "[]"})
    void anAuthorizersAnswerThatIsNoneLetsNobodyIn(String answered) {
        gate.answers(answered);
        Answer answer = send(api(60), "GET", "/closed", "Token a");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers().last("x-amzn-ErrorType")).contains("AuthorizerConfigurationException");
        assertThat(work.events()).isEmpty();
        assertThat(log).singleElement().asString().contains("the authorizer's answer cannot be used");
    }

    @Test
    void aFunctionThatFailsIsABadGateway() {
        work.fails(new IllegalStateException("the password was hunter2"));
        assertThat(send(api(0), "GET", "/open", "").status()).isEqualTo(502);
        work.answers("[]");
        assertThat(send(api(0), "GET", "/open", "").status()).isEqualTo(502);
        assertThat(log).hasSize(2);
        assertThat(log.toString())
                .contains("Work failed: java.lang.IllegalStateException")
                .doesNotContain("hunter2");
    }

    @Test
    void takesACallOfWhatIsNotThereForOneThatWantsAwsAuthentication() {
        assertThat(send(api(0), "GET", "/nowhere", "").headers().last("x-amzn-ErrorType"))
                .contains("MissingAuthenticationTokenException");
        assertThat(send(api(0), "GET", "/nowhere", "Token a").headers().last("x-amzn-ErrorType"))
                .contains("IncompleteSignatureException");
        assertThat(send(api(0), "GET", "/nowhere", "AWS4-HMAC-SHA256 Credential=x")
                        .headers()
                        .last("x-amzn-ErrorType"))
                .contains("InvalidSignatureException");
        assertThat(send(api(0), "PROPFIND", "/open", "").headers().last("x-amzn-ErrorType"))
                .as("a method outside ANY")
                .contains("MissingAuthenticationTokenException");
        assertThat(send(api(0), "DELETE", "/only-get", "").headers().last("x-amzn-ErrorType"))
                .contains("MissingAuthenticationTokenException");
    }

    @Test
    void answersPreflightItself() {
        Answer answer = send(api(0), "OPTIONS", "/only-get", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().last("Access-Control-Allow-Methods")).contains("GET,OPTIONS");
        assertThat(answer.headers().last("Access-Control-Allow-Origin")).contains("*");
        assertThat(send(api(0), "OPTIONS", "/open", "").headers().last("Access-Control-Allow-Methods"))
                .contains("DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT");
        assertThat(work.events()).isEmpty();
    }

    /** The mock that answers preflight reads what is sent along, and fails where it is no JSON. */
    @Test
    void preflightWithABodyThatIsNoJsonIsAnError() {
        assertThat(preflight("{\"a\": 1}").status()).isEqualTo(200);
        Answer answer = preflight("a=1");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers().last("x-amzn-ErrorType")).contains("InternalServerErrorException");
    }

    private Answer preflight(String body) {
        RestGateway gateway = api(0);
        return gateway.answer(gateway.open(new IncomingRequest(
                "OPTIONS", "/open", null, new Headers(), body.getBytes(UTF_8), "192.0.2.1", "HTTP/1.1")));
    }

    @Test
    void decodesABodyForAClientThatTakesItsMediaType() {
        work.answers("{\"isBase64Encoded\": true, \"body\": \"AAEC\"}");
        Headers png = new Headers().set("Accept", "image/png;q=0.9, text/html");
        assertThat(send(api(0), "GET", "/open", png).body()).containsExactly(0, 1, 2);
        Headers html = new Headers().set("Accept", "text/html, image/png");
        assertThat(body(send(api(0), "GET", "/open", html))).isEqualTo("AAEC");
    }

    @Test
    void refusesToStartWithoutAFunctionThatARouteNames() {
        Route lost = new Route("/lost", "ANY", "Lost", Optional.empty());
        RestApi api =
                new RestApi("Api", "live", Map.of(), List.of(), Optional.empty(), Map.of(), Map.of(), List.of(lost));
        assertThatThrownBy(() -> new RestGateway(api, Map.of(), clock, log::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Lost");
    }

    /** An answer may be one that is kept: to say what kind of error it is must not change it. */
    @Test
    void namingTheErrorLeavesTheAnswerAsItIs() {
        Answer answer = new Answer(401, new Headers().set("A", "b"), new byte[0]);
        Answer named = answer.withErrorType("X");
        assertThat(answer.headers().has("x-amzn-ErrorType")).isFalse();
        assertThat(named.headers().last("x-amzn-ErrorType")).contains("X");
        assertThat(named.headers().last("A")).contains("b");
    }

    /** As recorded: what the connection is about is gone, and what the gateway knows of it is there. */
    @Test
    void headersAreThoseThatWereRecordedOnAws() throws Exception {
        try (var server = GatewayServer.start(
                "127.0.0.1",
                0,
                definition(0),
                functions(),
                Optional.empty(),
                (method, path, status, millis, requestId) -> {},
                log::add)) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/open"))
                    .header("X-Sent", "as it is")
                    .POST(HttpRequest.BodyPublishers.ofString("body"))
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        }
        JsonNode headers = new ObjectMapper().readTree(work.events().get(0)).path("headers");
        JsonNode recorded = RecordedEventsTest.recorded();
        recorded.path("proxy.headers.added")
                .forEach(name ->
                        assertThat(headers.has(name.asText())).as(name.asText()).isTrue());
        recorded.path("proxy.headers.left out")
                .forEach(name ->
                        assertThat(headers.has(name.asText())).as(name.asText()).isFalse());
        assertThat(headers.path("X-Sent").asText()).isEqualTo("as it is");
        assertThat(headers.path("X-Forwarded-Proto").asText()).isEqualTo("https");
        assertThat(recorded.path("proxy.headers.added")).hasSize(4);
        assertThat(recorded.path("proxy.headers.left out")).hasSize(2);
    }

    @Test
    void severalSlashesAfterTheStageCountAsOne() {
        assertThat(send(api(0), "POST", "//open", "").status()).isEqualTo(200);
        assertThat(send(api(0), "POST", "/open//", "").status()).isNotEqualTo(200);
        assertThat(work.events()).hasSize(1);
    }

    private RestGateway api(int cacheSeconds) {
        return new RestGateway(definition(cacheSeconds), functions(), clock, log::add);
    }

    private Map<String, LocalFunction> functions() {
        Map<String, LocalFunction> functions = new LinkedHashMap<>();
        functions.put("Gate", gate.function());
        functions.put("Work", work.function());
        return functions;
    }

    private static RestApi definition(int cacheSeconds) {
        var authorizer = new AuthorizerDefinition(
                "Gate", "Gate", false, List.of("Authorization"), List.of(), Optional.empty(), cacheSeconds);
        List<Route> routes = List.of(
                new Route("/open", "ANY", "Work", Optional.empty()),
                new Route("/only-get", "GET", "Work", Optional.empty()),
                new Route("/closed", "ANY", "Work", Optional.of("Gate")));
        Cors cors = new Cors("*", Optional.empty(), Optional.of("Authorization"), Optional.empty(), false, false);
        return new RestApi(
                "Api",
                "live",
                Map.of(),
                List.of("image/*"),
                Optional.of(cors),
                Map.of("Gate", authorizer),
                RESPONSES,
                routes);
    }

    private static Answer send(RestGateway gateway, String method, String path, String authorization) {
        Headers headers = new Headers();
        return send(
                gateway, method, path, authorization.isEmpty() ? headers : headers.set("Authorization", authorization));
    }

    private static Answer send(RestGateway gateway, String method, String path, Headers headers) {
        return gateway.answer(
                gateway.open(new IncomingRequest(method, path, null, headers, new byte[0], "192.0.2.1", "HTTP/1.1")));
    }

    private static String body(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String policy(String effect, String resource) {
        return policy(effect, resource, "{}");
    }

    private static String policy(String effect, String resource, String context) {
        return "{\"principalId\": \"1\", \"context\": " + context
                + ", \"policyDocument\": {\"Statement\": [{\"Effect\": \"" + effect
                + "\", \"Action\": \"execute-api:Invoke\", \"Resource\": \"" + resource + "\"}]}}";
    }
}
