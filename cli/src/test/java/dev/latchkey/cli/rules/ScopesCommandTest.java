package dev.latchkey.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.json.Json;
import dev.latchkey.rule.RoutePath;
import dev.latchkey.rule.RouteRules;
import dev.latchkey.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheVariablesOfADescription() throws IOException {
        CommandRunner.Result result = run("""
                openapi: 3.0.3
                paths:
                  /orders:
                    parameters: []
                    get: { x-latchkey-scopes: orders.read }
                    head: {}
                    post: { x-latchkey-scopes: [orders.write, 'role:staff'] }
                  /orders/{order_id}:
                    x-latchkey-scopes: orders.read
                    get: {}
                    x-amazon-apigateway-any-method: { x-latchkey-scopes: deny }
                  /order_items/{path+}:
                    delete: { x-latchkey-scopes: a_b&fresh:600 }
                  /health:
                    get: { security: [] }
                """);
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "latchkey_1: 'GET:/orders=orders.read,POST:/orders=orders.write&role:staff,"
                                + "GET:/orders/:order-id=orders.read,ANY:/orders/:order-id=deny,"
                                + "DELETE:/order#5fitems/~path=a#5fb&fresh:600'",
                        "latchkey_default: 'deny'");
    }

    @Test
    void whatItWritesTheAuthorizerReads() throws Exception {
        String paths = IntStream.range(0, 100)
                .mapToObj(i -> "  /route_" + i + "/{id}:\n    get: { x-latchkey-scopes: 'scope." + i + "' }\n")
                .collect(Collectors.joining());
        CommandRunner.Result result = run("x-latchkey-default: session\npaths:\n" + paths, "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        Map<String, ?> variables = Json.object(Json.read(result.out()));
        assertThat(variables.values())
                .allSatisfy(value -> assertThat(String.valueOf(value))
                        .hasSizeLessThanOrEqualTo(512)
                        .matches("[A-Za-z0-9.~:/?#&=,-]+"));
        RouteRules rules = RouteRules.of(variables).orElseThrow();
        assertThat(rules.isMalformed()).isFalse();
        assertThat(variables.size()).isGreaterThan(5);
        assertThat(rules.hasDefault()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(rules.of("GET", RoutePath.ofResource("/route_" + i + "/{key}"))
                            .map(Rule::toString))
                    .contains(Rule.of("scope." + i).orElseThrow().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a: { get: {} } | GET /a has no x-latchkey-scopes.",
                "/a: { get: { x-latchkey-scopes: Orders } } | GET /a has no rule in \"Orders\".",
                "/a: { get: { x-latchkey-scopes: [] } } | GET /a has no rule in \"\".",
                "/:a: { get: { x-latchkey-scopes: x } } | GET /:a has a segment that begins with :",
                "/a: { get: { x-latchkey-scopes: x }, head: { x-latchkey-scopes: y } } | HEAD counts as GET",
            })
    void failsOnARouteWithoutARuleThatCanBe(String paths, String message) throws IOException {
        CommandRunner.Result result = run("paths:\n  " + paths);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    @Test
    void failsOnTwoRulesForOneRoute() throws IOException {
        CommandRunner.Result result = run("""
                paths:
                  /a/{b}: { get: { x-latchkey-scopes: x } }
                  /a/{c}: { get: { x-latchkey-scopes: y } }
                """);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("two rules for one route");
    }

    @Test
    void saysWhatIsNoDescription() throws IOException {
        assertThat(run("openapi: 3.0.3").exitCode()).isEqualTo(2);
        assertThat(run("paths: [").err()).contains("cannot be read");
        assertThat(run("x-latchkey-default: maybe!\npaths: {}").err()).contains("x-latchkey-default has no rule");
        assertThat(CommandRunner.with(Map.of()).run("scopes", "nowhere.yaml").err())
                .contains("There is no file nowhere.yaml.");
    }

    private CommandRunner.Result run(String description, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("openapi.yaml"), description);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "scopes";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRunner.with(Map.of()).run(arguments);
    }
}
