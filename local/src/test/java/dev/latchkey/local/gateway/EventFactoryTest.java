package dev.latchkey.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.template.AuthorizerDefinition;
import dev.latchkey.template.RestApi;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventFactoryTest {
    private static final RestApi API =
            new RestApi("Api", "live", Map.of(), List.of("image/*"), Optional.empty(), Map.of(), Map.of(), List.of());

    private static final AuthorizerDefinition TOKEN_AUTHORIZER = new AuthorizerDefinition(
            "Gate", "GateFunction", true, List.of("Authorization"), List.of(), Optional.empty(), 0);

    private final EventFactory events = new EventFactory(API);
    private final Headers headers = new Headers()
            .set("Host", "127.0.0.1:3000")
            .set("User-Agent", "a browser")
            .add("X-Twice", "1")
            .add("x-twice", "2");

    @Test
    void aProxyEventHasTheRequestAsItCame() throws Exception {
        Exchange exchange = exchange("POST", "/api/tokens/a%20b/", "q=1&q=2+3&r", "{\"ü\":1}".getBytes(UTF_8));
        exchange.matched(new RouteMatch("/api/tokens/{key}", Map.of(), Map.of("key", "a b")));
        exchange.authorizedAs(Map.of("principalId", "42", "userId", "42"));

        JsonNode event = json(events.proxy(exchange));

        assertThat(event.path("resource").asText()).isEqualTo("/api/tokens/{key}");
        assertThat(event.path("path").asText()).isEqualTo("/api/tokens/a%20b/");
        assertThat(event.path("httpMethod").asText()).isEqualTo("POST");
        assertThat(event.path("headers").path("X-Twice").asText()).isEqualTo("2");
        assertThat(event.path("multiValueHeaders").path("X-Twice")).hasToString("[\"1\",\"2\"]");
        assertThat(event.path("queryStringParameters")).hasToString("{\"q\":\"2 3\",\"r\":\"\"}");
        assertThat(event.path("multiValueQueryStringParameters")).hasToString("{\"q\":[\"1\",\"2 3\"],\"r\":[\"\"]}");
        assertThat(event.path("pathParameters")).hasToString("{\"key\":\"a b\"}");
        assertThat(event.path("body").asText()).isEqualTo("{\"ü\":1}");
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
    }

    @Test
    void everyEventButATokenAuthorizersHasTheStagesVariables() throws Exception {
        RestApi api = new RestApi(
                "Api",
                "live",
                Map.of("latchkey_default", "any"),
                List.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of());
        EventFactory withVariables = new EventFactory(api);
        Exchange exchange = exchange("GET", "/api/user", null, new byte[0]);
        exchange.matched(new RouteMatch("/api/user", Map.of(), Map.of()));
        String variables = "{\"latchkey_default\":\"any\"}";
        assertThat(json(withVariables.proxy(exchange)).path("stageVariables")).hasToString(variables);
        assertThat(json(withVariables.requestAuthorizer(exchange)).path("stageVariables"))
                .hasToString(variables);
        assertThat(json(withVariables.tokenAuthorizer(exchange, TOKEN_AUTHORIZER))
                        .path("stageVariables")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void theContextTellsWhereFromAndWhoFor() throws Exception {
        Exchange exchange = exchange("GET", "/api/user", null, new byte[0]);
        exchange.matched(new RouteMatch("/api/user", Map.of(), Map.of()));
        exchange.authorizedAs(Map.of("principalId", "42"));

        JsonNode context = json(events.proxy(exchange)).path("requestContext");

        assertThat(context.path("authorizer")).hasToString("{\"principalId\":\"42\",\"integrationLatency\":0}");
        assertThat(context.path("resourcePath").asText()).isEqualTo("/api/user");
        assertThat(context.path("path").asText()).isEqualTo("/live/api/user");
        assertThat(context.path("stage").asText()).isEqualTo("live");
        assertThat(context.path("requestId").asText()).isEqualTo(exchange.requestId());
        assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("192.0.2.1");
        assertThat(context.path("identity").path("userAgent").asText()).isEqualTo("a browser");
        assertThat(context.path("domainName").asText()).isEqualTo("127.0.0.1:3000");
        assertThat(context.path("requestTime").asText()).isEqualTo("22/Nov/2026:12:00:00 +0000");
        assertThat(context.path("requestTimeEpoch").asLong()).isEqualTo(1_795_348_800_000L);
    }

    @Test
    void whatIsNotThereIsNull() throws Exception {
        JsonNode event = json(events.proxy(exchange("GET", "/", null, new byte[0])));

        for (String member :
                List.of("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "body")) {
            assertThat(event.path(member).isNull()).as(member).isTrue();
        }
        assertThat(event.path("requestContext").path("authorizer").isValueNode()
                        || event.path("requestContext").path("authorizer").isMissingNode())
                .isTrue();
    }

    @Test
    void theMembersAreThoseThatWereRecordedOnAws() throws Exception {
        Exchange exchange = exchange("GET", "/", null, new byte[0]);
        headers.set("Authorization", "Token abc");

        assertMembers("proxy", events.proxy(exchange));
        assertMembers("rest-request", events.requestAuthorizer(exchange));
        assertMembers("rest-token", events.tokenAuthorizer(exchange, TOKEN_AUTHORIZER));
    }

    private static void assertMembers(String kind, byte[] event) throws IOException {
        for (Map.Entry<String, Set<String>> member :
                RecordedEventsTest.members(kind).entrySet()) {
            assertThat(RecordedEventsTest.names(json(event).at(member.getKey())))
                    .as(kind + member.getKey())
                    .isEqualTo(member.getValue());
        }
    }

    @Test
    void aBinaryBodyGoesInBase64() throws Exception {
        headers.set("Content-Type", "image/png");

        JsonNode event = json(events.proxy(exchange("POST", "/", null, new byte[] {0, 1, 2})));

        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(event.path("body").asText()).isEqualTo("AAEC");
    }

    /** One slash at the end is not in the ARN: a policy for a route holds with and without it. */
    @Test
    void policiesNameAMethodByItsArn() {
        String prefix = "arn:aws:execute-api:us-east-1:000000000000:api/live/";
        assertThat(EventFactory.methodArn(exchange("GET", "/api/user", null, new byte[0])))
                .isEqualTo(prefix + "GET/api/user");
        assertThat(EventFactory.methodArn(exchange("GET", "/api/user/", null, new byte[0])))
                .isEqualTo(prefix + "GET/api/user");
        assertThat(EventFactory.methodArn(exchange("GET", "/api/user//", null, new byte[0])))
                .isEqualTo(prefix + "GET/api/user/");
        assertThat(EventFactory.methodArn(exchange("DELETE", "/", null, new byte[0])))
                .isEqualTo(prefix + "DELETE/");
    }

    @Test
    void anAuthorizerOfTypeRequestGetsTheWholeRequest() throws Exception {
        Exchange exchange = exchange("GET", "/api/user", "q=1&q=2", new byte[0]);
        exchange.matched(new RouteMatch("/api/user", Map.of(), Map.of()));

        JsonNode event = json(events.requestAuthorizer(exchange));

        assertThat(event.path("type").asText()).isEqualTo("REQUEST");
        assertThat(event.path("methodArn").asText()).endsWith(":api/live/GET/api/user");
        assertThat(event.path("resource").asText()).isEqualTo("/api/user");
        assertThat(event.path("headers").path("User-Agent").asText()).isEqualTo("a browser");
        assertThat(event.path("multiValueHeaders").path("X-Twice")).hasToString("[\"1\",\"2\"]");
        assertThat(event.path("multiValueQueryStringParameters")).hasToString("{\"q\":[\"1\",\"2\"]}");
        assertThat(event.path("requestContext")
                        .path("identity")
                        .path("sourceIp")
                        .asText())
                .isEqualTo("192.0.2.1");
        assertThat(event.has("body")).isFalse();
    }

    @Test
    void anAuthorizerOfTypeTokenGetsOneHeader() throws Exception {
        headers.set("authorization", "Token abc");
        JsonNode event =
                json(events.tokenAuthorizer(exchange("GET", "/api/user", null, new byte[0]), TOKEN_AUTHORIZER));

        assertThat(event.path("type").asText()).isEqualTo("TOKEN");
        assertThat(event.path("authorizationToken").asText()).isEqualTo("Token abc");
        assertThat(event.path("methodArn").asText()).endsWith(":api/live/GET/api/user");
    }

    private Exchange exchange(String method, String path, @Nullable String query, byte[] body) {
        return new Exchange(
                API,
                new IncomingRequest(method, path, query, headers, body, "192.0.2.1", "HTTP/1.1"),
                Instant.parse("2026-11-22T12:00:00Z"));
    }

    private static JsonNode json(byte[] event) throws IOException {
        return new ObjectMapper().readTree(event);
    }
}
