package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.template.RestApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway response puts into its headers and its body. */
class MappingTest {
    private static final Map<String, String> VARIABLES =
            Map.of("requestId", "42", "error.message", "no", "authorizer.user_id", "7", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {}",
                "{\"id\": \"$context.requestId\"} | {\"id\": \"42\"}",
                "$context.error.message$context.requestId | no42",
                "$context.requestId.| 42.",
                "$context.authorizer.user_id! | 7!",
                "a$context.unknown b | a b",
                "a$context.empty b | a b",
                "$contextrequestId $context. $context | $contextrequestId $context. $context",
                "$input.params('a') #if(true) | $input.params('a') #if(true)",
            })
    void aTemplateHasVariablesAndNothingElse(String template, String rendered) {
        assertThat(MappingTemplate.parse(template).render(MappingTest::variable))
                .isEqualTo(rendered);
    }

    @Test
    void aValueIsPutInAsItIs() {
        assertThat(MappingTemplate.parse("\"$context.a\"").render(name -> Optional.of("\"$context.b")))
                .isEqualTo("\"\"$context.b\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'''text''', text",
        "'''''', ''",
        "'''it''s''', it's",
        "method.request.header.X-Name, one",
        "method.request.header.x-name, one",
        "method.request.querystring.q, a b",
        "method.request.path.key, k/1",
        "context.requestId, 42",
        "context.error.message, no",
    })
    void anExpressionIsTextOrTellsWhereToTakeItFrom(String expression, String value) {
        assertThat(MappingExpression.parse(expression).value(exchange(), MappingTest::variable))
                .contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method.request.header.X-Other",
                "method.request.querystring.Q",
                "method.request.path.other",
                "context.other"
            })
    void anExpressionMayHaveNoValue(String expression) {
        assertThat(MappingExpression.parse(expression).value(exchange(), MappingTest::variable))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "text", "'text", "text'", "integration.response.header.A", "Context.requestId"})
    void refusesWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> MappingExpression.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("put text in single quotes");
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(VARIABLES.get(name));
    }

    private static Exchange exchange() {
        RestApi api = new RestApi("Api", "live", Map.of(), List.of(), Optional.empty(), Map.of(), Map.of(), List.of());
        Headers headers = new Headers().set("X-Name", "one");
        Exchange exchange = new Exchange(
                api,
                new IncomingRequest("GET", "/k", "q=a+b", headers, new byte[0], "192.0.2.1", "HTTP/1.1"),
                Instant.EPOCH);
        exchange.matched(new RouteMatch("/{key}", Map.of(), Map.of("key", "k/1")));
        return exchange;
    }
}
