package dev.latchkey.local.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that was set up on one stack logs in on another one, which has another key, and nothing less than the app does. */
class FactorTransferTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]+)");
    private static final String PASSPHRASE = "seven ravens at the ferry";
    private static final String CREDENTIALS = "\"username\":\"ada\",\"password\":\"Correct-Horse-9!\"";
    private static final int STEP_SECONDS = 30;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void appAndBackupCodesWorkWhereTheyWereBrought() throws Exception {
        Path export = folder.resolve("export.jsonl");
        String secret;
        JsonNode codes;
        long used;
        try (LocalServer old = start("old")) {
            String token = send(old, "register", "", "{\"email\":\"ada@example.com\"," + CREDENTIALS + "}")
                    .path("token")
                    .asText();
            Matcher address = SECRET.matcher(
                    send(old, "app/activate", token, "{}").path("details").asText());
            assertThat(address.find()).isTrue();
            secret = address.group(1);
            used = step();
            codes = send(old, "app/activate/confirm", token, "{\"code\":\"" + code(secret, used) + "\"}")
                    .path("backup_codes");
            assertThat(codes).hasSize(5);
            assertThat(answer(old, "login/code", token, proof(old, codes.get(0).asText()))
                            .statusCode())
                    .isEqualTo(200);
            CommandRunner.Result taken =
                    commands(old, "old").piped(PASSPHRASE, "export", export.toString(), "--passphrase-stdin");
            assertThat(taken.exitCode()).as(taken.err()).isZero();
        }
        assertThat(Files.readString(export)).doesNotContain(secret);
        try (LocalServer other = start("other")) {
            CommandRunner.Result brought = commands(other, "other")
                    .piped(PASSPHRASE, "import", "latchkey", export.toString(), "--passphrase-stdin");
            assertThat(brought.exitCode()).as(brought.err()).isZero();
            assertThat(Files.readAllBytes(folder.resolve("other/factor.key")))
                    .isNotEqualTo(Files.readAllBytes(folder.resolve("old/factor.key")));

            JsonNode asked = send(other, "login", "", "{" + CREDENTIALS + "}");
            assertThat(asked.has("token")).isFalse();
            assertThat(asked.path("method").asText()).isEqualTo("app");
            // What was used there is used here: a code of the app, and a backup code.
            assertThat(answer(other, "login/code", "", proof(other, code(secret, used)))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(answer(other, "login/code", "", proof(other, codes.get(0).asText()))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(answer(other, "login/code", "", proof(other, codes.get(1).asText()))
                            .statusCode())
                    .isEqualTo(200);
            while (step() <= used) {
                Thread.sleep(200);
            }
            assertThat(send(other, "login/code", "", proof(other, code(secret, step())))
                            .path("token")
                            .asText())
                    .isNotEmpty();
        }
    }

    private LocalServer start(String name) throws Exception {
        ServerOptions options = ServerOptions.inMemory(TestTables.template());
        return LocalServer.start(new ServerOptions(
                options.template(),
                options.host(),
                0,
                0,
                Optional.of(folder.resolve(name)),
                Map.of("SECOND_FACTOR", "optional"),
                Map.of(),
                false,
                options.requestLog(),
                options.log(),
                Clock.systemUTC()));
    }

    private CommandRunner commands(LocalServer server, String name) {
        return CommandRunner.with(Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB",
                server.dynamoDbUrl().toString(),
                "FACTOR_KEY",
                "file:" + folder.resolve(name).resolve("factor.key")));
    }

    /** Begins a login and returns the body of its second step. */
    private static String proof(LocalServer server, String code) throws Exception {
        String step = send(server, "login", "", "{" + CREDENTIALS + "}")
                .path("ephemeral_token")
                .asText();
        return "{\"ephemeral_token\":\"" + step + "\",\"code\":\"" + code + "\"}";
    }

    private static JsonNode send(LocalServer server, String path, String token, String body) throws Exception {
        return MAPPER.readTree(answer(server, path, token, body).body());
    }

    private static HttpResponse<String> answer(LocalServer server, String path, String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/api/auth/" + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Token " + token);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static long step() {
        return Instant.now().getEpochSecond() / STEP_SECONDS;
    }

    /** RFC 6238, of a Base32 secret. */
    private static String code(String secret, long step) throws Exception {
        ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < secret.length(); i++) {
            buffer = buffer << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                key.put((byte) (buffer >> bits));
            }
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
        ByteBuffer hash =
                ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
        return String.format(Locale.ROOT, "%06d", (hash.getInt(hash.get(19) & 15) & 0x7fffffff) % 1_000_000);
    }
}
