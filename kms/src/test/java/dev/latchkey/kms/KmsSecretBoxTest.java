package dev.latchkey.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.factor.NotSealedException;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.factor.SecretBox.Owner;
import dev.latchkey.httpclient.SocketHttpClient;
import dev.latchkey.store.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** Runs against a server that speaks KMS's protocol, as its API reference describes it, and gives the answers that a test sets. */
class KmsSecretBoxTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Owner ADA = new Owner(42, -7);
    private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";

    private HttpServer server;
    private SecretBox box;
    private volatile String failure = "";
    private volatile int failureStatus = 400;
    private volatile Duration delay = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        box = new KmsSecretBox(
                KmsClient.builder()
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .httpClientBuilder(SocketHttpClient.builder()
                                .connectTimeout(Duration.ofSeconds(1))
                                .readTimeout(Duration.ofSeconds(1)))
                        .overrideConfiguration(DynamoDb.timeouts())
                        .build(),
                KEY);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sealsAndOpensForOneOwner() {
        byte[] sealed = box.seal(ADA, "a secret".getBytes(UTF_8));
        assertThat(box.open(ADA, sealed)).isEqualTo("a secret".getBytes(UTF_8));
        assertThatThrownBy(() -> box.open(new Owner(43, -7), sealed)).isInstanceOf(NotSealedException.class);
        assertThatThrownBy(() -> box.open(new Owner(42, -8), sealed)).isInstanceOf(NotSealedException.class);
    }

    /** The errors of Decrypt in KMS's API reference that say nothing of the ciphertext. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccessDeniedException",
                "DependencyTimeoutException",
                "DisabledException",
                "KeyUnavailableException",
                "KMSInternalException",
                "KMSInvalidStateException",
                "NotFoundException",
                "ThrottlingException"
            })
    void aKeyThatCannotBeUsedIsAnOutage(String error) {
        byte[] sealed = box.seal(ADA, new byte[1]);
        failure = error;
        assertThatThrownBy(() -> box.open(ADA, sealed)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> box.seal(ADA, new byte[1])).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aKeyOfAnotherServerIsNoOutage() {
        byte[] sealed = box.seal(ADA, new byte[1]);
        failure = "IncorrectKeyException";
        assertThatThrownBy(() -> box.open(ADA, sealed)).isInstanceOf(NotSealedException.class);
    }

    @Test
    void slownessAndSilenceAreOutages() {
        byte[] sealed = box.seal(ADA, new byte[1]);
        delay = Duration.ofSeconds(5);
        long start = System.nanoTime();
        assertThatThrownBy(() -> box.open(ADA, sealed)).isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        delay = Duration.ZERO;
        failure = "InternalFailure";
        failureStatus = 500;
        assertThatThrownBy(() -> box.open(ADA, sealed)).isInstanceOf(StoreUnavailableException.class);
        server.stop(0);
        assertThatThrownBy(() -> box.open(ADA, sealed)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void anEnvironmentsOwnBoxIsTaken() {
        assertThat(KmsSecretBox.of(new Environment(Map.of()).with(SecretBox.class, box)))
                .isSameAs(box);
        assertThatThrownBy(() -> KmsSecretBox.of(new Environment(Map.of())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("FACTOR_KEY");
        assertThat(KmsSecretBox.of(new Environment(Map.of("FACTOR_KEY", KEY, "AWS_REGION", "eu-central-1"))))
                .isInstanceOf(KmsSecretBox.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = MAPPER.readTree(exchange.getRequestBody());
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!failure.isEmpty()) {
            send(exchange, failureStatus, MAPPER.createObjectNode().put("__type", failure));
            return;
        }
        boolean encrypts = exchange.getRequestHeaders().getFirst("X-Amz-Target").equals("TrentService.Encrypt");
        if (encrypts) {
            send(exchange, 200, MAPPER.createObjectNode().put("CiphertextBlob", encoded(request.toString())));
            return;
        }
        JsonNode sealed = MAPPER.readTree(
                Base64.getDecoder().decode(request.get("CiphertextBlob").textValue()));
        boolean same = sealed.get("EncryptionContext").equals(request.get("EncryptionContext"))
                && sealed.get("KeyId").equals(request.get("KeyId"));
        if (same) {
            send(exchange, 200, MAPPER.createObjectNode().set("Plaintext", sealed.get("Plaintext")));
        } else {
            send(exchange, 400, MAPPER.createObjectNode().put("__type", "InvalidCiphertextException"));
        }
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
