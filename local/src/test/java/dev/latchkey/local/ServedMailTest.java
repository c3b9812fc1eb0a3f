package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails on the local server: events on DynamoDB Local's stream, the relay that reads it, and the outbox that shows what it sent. */
class ServedMailTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, String> OUTBOX = Map.of("MAIL", "outbox", "REGISTRATIONS_PER_SOURCE", "none");
    private static final Pattern RESET = Pattern.compile("#reset\\?uid=(\\S+?)&token=(\\S+)");
    private static final String ADA =
            "{\"username\":\"ada\",\"email\":\"Ada@example.com\",\"password\":\"Correct-Horse-9!\"}";

    @TempDir
    private Path folder;

    @Test
    void aLinkThatWasAskedForIsInTheOutboxAndWorksOnce() throws Exception {
        try (LocalServer server = start(OUTBOX, Optional.empty())) {
            post(server, "/api/auth/register", ADA);
            assertThat(post(server, "/api/auth/password/reset", "{\"email\":\"ADA@example.com\"}")
                            .statusCode())
                    .isEqualTo(200);
            JsonNode mail = mails(server, 1).get(0);
            assertThat(mail.path("to").toString()).isEqualTo("[\"Ada@example.com\"]");
            assertThat(mail.path("from").asText()).isEqualTo("Latchkey <no-reply@localhost>");
            assertThat(mail.path("subject").asText()).isEqualTo("Choose a new password");
            assertThat(mail.path("html").asText()).startsWith("<!doctype html>");
            assertThat(mail.path("sent_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
            assertThat(mail.path("id").asText()).isNotEmpty();
            Matcher link = RESET.matcher(mail.path("text").asText());
            assertThat(link.find()).isTrue();
            String confirm = "{\"uid\":\"" + link.group(1) + "\",\"token\":\"" + link.group(2)
                    + "\",\"new_password1\":\"Quartz-71-lantern\",\"new_password2\":\"Quartz-71-lantern\"}";
            assertThat(post(server, "/api/auth/password/reset/confirm", confirm).statusCode())
                    .isEqualTo(200);
            assertThat(post(server, "/api/auth/password/reset/confirm", confirm).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void theOutboxShowsMailsAndCanBeEmptied() throws Exception {
        try (LocalServer server = start(OUTBOX, Optional.empty())) {
            assertThat(get(server, "/outbox").body()).contains("No mail yet.");
            post(server, "/api/auth/register", ADA.replace("Ada@", "a&b@"));
            post(server, "/api/auth/password/reset", "{\"email\":\"a&b@example.com\"}");
            mails(server, 1);
            HttpResponse<String> page = get(server, "/outbox");
            assertThat(page.body()).contains("Choose a new password", "a&amp;b@example.com", "src=\"/outbox/0.html\"");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            HttpResponse<String> mail = get(server, "/outbox/0.html");
            assertThat(mail.body()).contains("<base target=\"_blank\">", "#reset?uid=");
            assertThat(mail.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .doesNotContain("script-src");
            assertThat(get(server, "/outbox/style.css").body()).contains(".mail-frame", "--ground");
            assertThat(get(server, "/outbox/1.html").statusCode()).isEqualTo(404);
            post(server, "/outbox", "");
            assertThat(get(server, "/outbox.json").body()).isEqualTo("[]");
        }
    }

    @Test
    void whatCouldNotBeSentIsSentAfterARestart() throws Exception {
        Map<String, String> nowhere = new HashMap<>(OUTBOX);
        nowhere.putAll(Map.of(
                "MAIL", "smtp",
                "MAIL_FROM", "Acme <a@example.com>",
                "ACCOUNT_URL", "https://www.example.com/account",
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", "9",
                "SMTP_SECURITY", "none"));
        try (LocalServer server = start(nowhere, Optional.of(folder))) {
            post(server, "/api/auth/register", ADA);
            post(server, "/api/auth/password/reset", "{\"email\":\"ada@example.com\"}");
            Thread.sleep(1_500);
        }
        try (LocalServer server = start(OUTBOX, Optional.of(folder))) {
            assertThat(mails(server, 1)).hasSize(1);
        }
        try (LocalServer server = start(OUTBOX, Optional.of(folder))) {
            Thread.sleep(2_000);
            assertThat(server.outbox().mails())
                    .as("what the stream brings once more was told")
                    .isEmpty();
        }
    }

    @Test
    void whereMailIsOffNothingIsThere() throws Exception {
        try (LocalServer server = start(Map.of("MAIL", "off"), Optional.empty())) {
            assertThat(post(server, "/api/auth/password/reset", "{\"email\":\"ada@example.com\"}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(server.tables()).doesNotContainKey("EVENTS_TABLE");
            assertThat(get(server, "/outbox.json").body()).isEqualTo("[]");
        }
    }

    private static LocalServer start(Map<String, String> variables, Optional<Path> folder) throws StartException {
        ServerOptions options = ServerOptions.inMemory(TestTables.template());
        return LocalServer.start(new ServerOptions(
                options.template(),
                options.host(),
                0,
                0,
                folder,
                variables,
                Map.of(),
                true,
                options.requestLog(),
                options.log(),
                Clock.systemUTC()));
    }

    /** Waits for so many mails. */
    private static JsonNode mails(LocalServer server, int count) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode mails = MAPPER.readTree(get(server, "/outbox.json").body());
            if (mails.size() >= count) {
                return mails;
            }
            assertThat(System.nanoTime()).as("no mail came").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static HttpResponse<String> get(LocalServer server, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(LocalServer server, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
