package dev.latchkey.local.gateway;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The value of a header in a gateway response: text in single quotes, or where to take it from.
 *
 * <p>See <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">Gateway responses in
 * API Gateway</a>.
 */
final class MappingExpression {
    private static final String HEADER = "method.request.header.";
    private static final String QUERY = "method.request.querystring.";
    private static final String PATH = "method.request.path.";
    private static final String CONTEXT = "context.";

    private final BiFunction<Exchange, Function<String, Optional<String>>, Optional<String>> source;

    private MappingExpression(BiFunction<Exchange, Function<String, Optional<String>>, Optional<String>> source) {
        this.source = source;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none
     */
    static MappingExpression parse(String expression) {
        if (expression.length() > 1 && expression.startsWith("'") && expression.endsWith("'")) {
            Optional<String> text = Optional.of(expression.substring(1, expression.length() - 1));
            return new MappingExpression((exchange, variables) -> text);
        }
        if (expression.startsWith(HEADER)) {
            String name = expression.substring(HEADER.length());
            return new MappingExpression(
                    (exchange, variables) -> exchange.request().headers().last(name));
        }
        if (expression.startsWith(QUERY)) {
            String name = expression.substring(QUERY.length());
            return new MappingExpression((exchange, variables) -> Optional.ofNullable(
                    QueryString.parse(exchange.request().query()).singleValue().get(name)));
        }
        if (expression.startsWith(PATH)) {
            String name = expression.substring(PATH.length());
            return new MappingExpression((exchange, variables) ->
                    Optional.ofNullable(exchange.pathParameters().get(name)));
        }
        if (expression.startsWith(CONTEXT)) {
            String name = expression.substring(CONTEXT.length());
            return new MappingExpression((exchange, variables) -> variables.apply(name));
        }
        throw new IllegalArgumentException(expression + " is no mapping expression: put text in single quotes");
    }

    Optional<String> value(Exchange exchange, Function<String, Optional<String>> variables) {
        return source.apply(exchange, variables);
    }
}
