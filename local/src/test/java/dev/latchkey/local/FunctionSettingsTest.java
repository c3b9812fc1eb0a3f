package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The template hands each function the settings that it reads, of which unit tests, which make environments of their own, know nothing. */
class FunctionSettingsTest {
    private static final Pattern EXPIRY = Pattern.compile("\"expiry\":\"([^\"]+)\"");
    private static final String ADA =
            "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"Correct-Horse-9!\"}";

    @Test
    void noTokenBeginsWithMoreThanRefreshingMayGiveIt() throws Exception {
        Map<String, String> settings =
                Map.of("TOKEN_TTL", "PT10H", "AUTO_REFRESH", "true", "AUTO_REFRESH_MAX_TTL", "PT1H");
        try (LocalServer server =
                LocalServer.start(ServerOptions.inMemory(TestTables.template()).withVariables(settings))) {
            Instant latest = Instant.now().plus(Duration.ofHours(1).plusMinutes(5));
            assertThat(expiry(server, "/api/auth/register")).isBefore(latest);
            assertThat(expiry(server, "/api/auth/login")).isBefore(latest);
        }
    }

    private static Instant expiry(LocalServer server, String path) throws Exception {
        URI url = URI.create(server.url() + path);
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ADA))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Matcher matcher = EXPIRY.matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return Instant.parse(matcher.group(1));
    }
}
