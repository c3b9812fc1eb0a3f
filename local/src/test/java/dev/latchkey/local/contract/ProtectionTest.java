package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.Route;
import dev.latchkey.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that template.yaml has refuses who presents no valid token, but the two that give tokens out. */
class ProtectionTest {
    private static final List<Route> ROUTES = Template.read(TestTables.template())
            .stack(Map.of(), logicalId -> logicalId)
            .restApi()
            .routes();
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final TestSite site = TestSite.shared(Profile.DEFAULT);

    static Stream<String> protectedPaths() {
        return ROUTES.stream().filter(route -> route.authorizer().isPresent()).map(ProtectionTest::path);
    }

    @Test
    void twoRoutesAloneArePublic() {
        assertThat(ROUTES)
                .filteredOn(route -> route.authorizer().isEmpty())
                .extracting(Route::path)
                .containsExactlyInAnyOrder("/api/auth/register", "/api/auth/login");
        assertThat(ROUTES)
                .hasSizeGreaterThan(6)
                .allMatch(route -> route.method().equals("ANY"));
    }

    @ParameterizedTest
    @MethodSource("protectedPaths")
    void withoutTokenEveryMethodIsRefused(String path) {
        for (String method : METHODS) {
            assertRefused(method, path, null);
            assertRefused(method, path + "/", null);
            assertRefused(method, path, "Token");
            assertRefused(method, path, "Basic YWRhOmFkYQ==");
            assertRefused(method, path, "Token " + "0".repeat(64));
        }
    }

    private void assertRefused(String method, String path, @Nullable String authorization) {
        ExactRequest request = new ExactRequest(method, path);
        Answer answer =
                site.http().send(authorization == null ? request : request.header("Authorization", authorization));
        assertThat(answer.status()).as("%s %s %s", method, path, authorization).isEqualTo(401);
        assertThat(answer.headers("WWW-Authenticate")).containsExactly("Token");
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[a-z_]+\\+?}", "0123456789abcdef");
    }
}
