package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.template.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final List<String> PATHS =
            List.of("/", "/a", "/a/b", "/a/{x}", "/{y}/b", "/a/{x}/c", "/files/{path+}", "/{y}/{z}", "/{any+}");

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a",
        "/a/b, /a/b",
        "/a/b/, /a/b",
        "/a/d, /a/{x}",
        "/a/d/, /a/{x}",
        "/q/b, /{y}/b",
        "/q/r, /{y}/{z}",
        "/a/d/c, /a/{x}/c",
        "/a/d/e, /{any+}",
        "/files/one, /files/{path+}",
        "/files/one/two, /files/{path+}",
        "/q, /{any+}",
        "/q/r/s/t, /{any+}",
    })
    void theMostExactPathWins(String requested, String resource) {
        assertThat(find(PATHS, requested)).isEqualTo(resource);
        List<String> backwards = new ArrayList<>(PATHS);
        Collections.reverse(backwards);
        assertThat(find(backwards, requested)).isEqualTo(resource);
    }

    /** As in a tree of resources: what is written out first wins, whatever comes after it. */
    @Test
    void theFirstPartThatDiffersDecides() {
        for (List<String> paths : List.of(List.of("/{y}/b", "/a/{x}"), List.of("/a/{x}", "/{y}/b"))) {
            assertThat(find(paths, "/a/b")).isEqualTo("/a/{x}");
        }
        for (List<String> paths : List.of(List.of("/{y}/b/c", "/a/{x+}"), List.of("/a/{x+}", "/{y}/b/c"))) {
            assertThat(find(paths, "/a/b/c")).isEqualTo("/a/{x+}");
        }
    }

    @Test
    void oneSlashAtTheEndDoesNotCountAndADoubledOneDoes() {
        Routes routes = routes("/a", "/a/b", "/a/{x}");
        assertThat(routes.find("/a//")).isEmpty();
        assertThat(routes.find("//a")).isEmpty();
        assertThat(routes.find("/a//b")).isEmpty();
        assertThat(routes.find("")).isEmpty();
        assertThat(routes.find("/A")).isEmpty();
    }

    @Test
    void decodesPathParameters() {
        Routes routes = routes("/tokens/{key}", "/files/{path+}");
        assertThat(parameters(routes, "/tokens/a%20b+c%C3%A9")).containsExactly(Map.entry("key", "a%20b+c%C3%A9"));
        assertThat(parameters(routes, "/tokens/a%2Fb")).containsExactly(Map.entry("key", "a%2Fb"));
        assertThat(parameters(routes, "/files/a/b%2Fc/d/")).containsExactly(Map.entry("path", "a/b%2Fc/d"));
    }

    @Test
    void decodesPathsThatAreWrittenOutButForTheirSlashes() {
        Routes routes = routes("/a b/c");
        assertThat(routes.find("/a%20b/c")).isPresent();
        assertThat(routes.find("/%61%20b/c/")).isPresent();
        assertThat(routes.find("/a%20b%2Fc")).isEmpty();
        assertThat(routes.find("/a%20b%2fc")).isEmpty();
    }

    @Test
    void aParameterIsNeverEmpty() {
        assertThat(routes("/a/{x}/c").find("/a//c")).isEmpty();
        assertThat(routes("/files/{path+}").find("/files/")).isEmpty();
        assertThat(routes("/files/{path+}").find("/files")).isEmpty();
    }

    @Test
    void knowsAllMethodsOfAPath() {
        Route get = new Route("/a", "GET", "Get", Optional.empty());
        Route any = new Route("/a", "ANY", "Any", Optional.of("Gate"));
        RouteMatch match = new Routes(List.of(get, any)).find("/a").orElseThrow();
        assertThat(match.methods()).isEqualTo(Map.of("GET", get, "ANY", any));
    }

    private static Routes routes(String... paths) {
        return new Routes(Arrays.stream(paths)
                .map(path -> new Route(path, "ANY", "Function", Optional.empty()))
                .toList());
    }

    private static String find(List<String> paths, String requested) {
        return routes(paths.toArray(String[]::new))
                .find(requested)
                .map(RouteMatch::resource)
                .orElse("none");
    }

    private static Map<String, String> parameters(Routes routes, String path) {
        return routes.find(path).orElseThrow().pathParameters();
    }
}
