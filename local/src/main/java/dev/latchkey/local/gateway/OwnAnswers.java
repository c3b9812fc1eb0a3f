package dev.latchkey.local.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.latchkey.template.GatewayResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The gateway's own answers, as the template words them. */
final class OwnAnswers {
    private static final String JSON = "application/json";

    private final Facts facts = Facts.load();
    private final Map<String, Definition> definitions = new HashMap<>();
    private final Definition builtIn = new Definition(
            OptionalInt.empty(), Map.of(), JSON, MappingTemplate.parse("{\"message\":$context.error.messageString}"));

    private record Definition(
            OptionalInt status, Map<String, MappingExpression> headers, String contentType, MappingTemplate body) {}

    OwnAnswers(Map<String, GatewayResponse> responses) {
        responses.forEach((type, response) -> definitions.put(type, definition(response)));
    }

    private Definition definition(GatewayResponse response) {
        Map<String, MappingExpression> headers = new LinkedHashMap<>();
        response.headers().forEach((name, value) -> headers.put(name, MappingExpression.parse(value)));
        OptionalInt status = response.statusCode().map(OptionalInt::of).orElse(OptionalInt.empty());
        Optional<String> type = response.templates().containsKey(JSON)
                ? Optional.of(JSON)
                : response.templates().keySet().stream().findFirst();
        return type.map(name -> new Definition(status, headers, name, template(response, name)))
                .orElse(new Definition(status, headers, builtIn.contentType(), builtIn.body()));
    }

    private static MappingTemplate template(GatewayResponse response, String mediaType) {
        return MappingTemplate.parse(String.valueOf(response.templates().get(mediaType)));
    }

    /** Returns the answer to a request that the gateway does not hand on. */
    Answer answer(Exchange exchange, Refusal refusal) {
        Facts.Fact fact = facts.of(refusal.reason());
        Definition definition = definitions.getOrDefault(fact.type(), fallback(fact.fallback()));
        String message = fact.message().replace("%s", refusal.detail());
        return answer(exchange, definition, fact.status(), fact.type(), message).withErrorType(fact.errorType());
    }

    /**
     * Returns the answer to a request that never became one, such as a header field that is too large.
     *
     * <p>On AWS none of the template's answers is for such a request: it keeps its status, and takes the words of the nearest one.
     */
    Answer answer(Exchange exchange, int status, String message) {
        String type = status < 500 ? "BAD_REQUEST_PARAMETERS" : "DEFAULT_5XX";
        Definition ofTemplate = definitions.getOrDefault(type, fallback(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"));
        Definition definition =
                new Definition(OptionalInt.empty(), ofTemplate.headers(), ofTemplate.contentType(), ofTemplate.body());
        return answer(exchange, definition, status, type, message);
    }

    private Definition fallback(String type) {
        return definitions.getOrDefault(type, builtIn);
    }

    private static Answer answer(Exchange exchange, Definition definition, int status, String type, String message) {
        Function<String, Optional<String>> variables = name -> switch (name) {
            case "error.message" -> Optional.of(message);
            case "error.messageString" -> Optional.of(quoted(message));
            case "error.responseType" -> Optional.of(type);
            default -> exchange.variable(name);
        };
        Headers headers = new Headers().set("Content-Type", definition.contentType());
        definition
                .headers()
                .forEach((name, expression) ->
                        expression.value(exchange, variables).ifPresent(value -> headers.set(name, value)));
        String body = definition.body().render(variables);
        return new Answer(definition.status().orElse(status), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
