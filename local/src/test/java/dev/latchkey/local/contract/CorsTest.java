package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's preflight (the Fetch standard, "CORS protocol"), which comes without credentials. */
class CorsTest {
    private final TestSite site = TestSite.shared(Profile.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"register", "login", "user", "logout", "logoutall", "user/", "login/"})
    void preflightAllowsWhatBrowsersSend(String path) {
        Answer answer = site.http()
                .send(new ExactRequest("OPTIONS", "/api/auth/" + path)
                        .header("Origin", "https://app.example.com")
                        .header("Access-Control-Request-Method", path.startsWith("user") ? "GET" : "POST")
                        .header("Access-Control-Request-Headers", "authorization, content-type"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(list(answer, "Access-Control-Allow-Methods"))
                .containsExactlyInAnyOrder("delete", "get", "head", "options", "patch", "post", "put");
        assertThat(list(answer, "Access-Control-Allow-Headers"))
                // django-cors-headers 4.9's default_headers, those of its earlier versions, and what Sentry and W3C
                // tracing send.
                .contains("accept", "authorization", "content-type", "user-agent", "x-csrftoken", "x-requested-with")
                .contains("accept-encoding", "dnt", "origin", "cache-control", "pragma")
                .contains("sentry-trace", "baggage", "traceparent", "tracestate");
        assertThat(answer.headers("Access-Control-Max-Age")).containsExactly("7200");
        assertThat(answer.headers("Access-Control-Allow-Credentials")).isEmpty();
    }

    private static List<String> list(Answer answer, String header) {
        return answer.headers(header).stream()
                .flatMap(value -> Arrays.stream(value.toLowerCase(Locale.ROOT).split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
