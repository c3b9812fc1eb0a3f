package dev.latchkey.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbTest {
    @Test
    void goesToTheEndpointThatIsSet() {
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", "http://127.0.0.1:8000")))
                .contains(URI.create("http://127.0.0.1:8000"));
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", "", "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000")))
                .contains(URI.create("http://127.0.0.1:8000"));
    }

    @Test
    void goesToAwsWithoutOne() {
        assertThat(endpoint(Map.of())).isEmpty();
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", ""))).isEmpty();
    }

    private static Optional<URI> endpoint(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_REGION", "eu-central-1");
        try (DynamoDbClient client = DynamoDb.client(all)) {
            return client.serviceClientConfiguration().endpointOverride();
        }
    }

    /** What the SDK repeats is counted by it, waits between, and gives up; below it nothing is repeated. */
    @Test
    void asksAsOftenAsTheSdkSaysWhereTheServerNeverAnswers() throws Exception {
        try (Unanswering server = new Unanswering(true)) {
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(() -> server.client().listTables())
                    .withCauseInstanceOf(IOException.class);
            assertThat(server.asked()).isEqualTo(3);
        }
    }

    @Test
    void endsACallThatHangsByTheTimeOfAnAttemptAndOfTheCall() throws Exception {
        try (Unanswering server = new Unanswering(false)) {
            long start = System.nanoTime();
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(() -> server.client().listTables())
                    .withMessageContaining("2400 millis");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(DynamoDb.CALL_TIMEOUT, DynamoDb.CALL_TIMEOUT.plusSeconds(3));
            assertThat(Thread.interrupted()).isFalse();
            assertThat(server.asked()).isBetween(2, 3);
            assertThat(server.hasSeenAllEnd()).isTrue();
        }
    }

    /** A server that reads requests, and then closes the connection or does nothing. */
    private static final class Unanswering implements Closeable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger asked = new AtomicInteger();
        private final Semaphore ended = new Semaphore(0);
        private final boolean isClosing;
        private final DynamoDbClient client;

        Unanswering(boolean isClosing) throws IOException {
            this.isClosing = isClosing;
            Thread thread = new Thread(this::accept, "unanswering");
            thread.setDaemon(true);
            thread.start();
            // Static credentials, for the chain would look for some elsewhere.
            client = DynamoDbClient.builder()
                    .httpClientBuilder(DynamoDb.http())
                    .overrideConfiguration(DynamoDb.timeouts())
                    .region(Region.US_EAST_1)
                    .endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                    .build();
        }

        DynamoDbClient client() {
            return client;
        }

        int asked() {
            return asked.get();
        }

        boolean hasSeenAllEnd() throws InterruptedException {
            return ended.tryAcquire(asked.get(), 10, TimeUnit.SECONDS);
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    new Thread(() -> serve(socket), "unanswering").start();
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                byte[] some = new byte[8_192];
                StringBuilder read = new StringBuilder();
                while (!read.toString().endsWith("{}")) {
                    read.append(new String(some, 0, socket.getInputStream().read(some), ISO_8859_1));
                }
                asked.incrementAndGet();
                if (!isClosing && socket.getInputStream().read() < 0) {
                    ended.release();
                }
            } catch (IOException e) {
                ended.release();
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
