package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.client;
import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, with a server of this process. */
class TlsTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Certificates certificates;

    @BeforeAll
    static void make() throws Exception {
        certificates = Certificates.of(folder, "ip:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionIsUsedAgainAndANewOneResumesItsSession(String protocol) throws Exception {
        int before = certificates.shown();
        try (TestServer server = TestServer.of(certificates.serverSocket(protocol), "https");
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            for (int connection = 1; connection <= 4; connection++) {
                for (int i = 0; i < 3; i++) {
                    assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
                }
                assertThat(server.connections()).isEqualTo(connection);
                server.hangUp();
            }
        }
        assertThat(certificates.shown() - before).as("handshakes in full").isEqualTo(1);
    }

    /** Closed as when a connection is too old, or goes under. */
    @Test
    void aSessionIsResumedAfterTheClientClosedTheConnectionToo() throws Exception {
        int before = certificates.shown();
        try (TestServer server = TestServer.secure(certificates);
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            for (int i = 0; i < 3; i++) {
                send(client, post(server.url(), "{}"));
                client.closeIdle();
                assertThat(server.haveEnded(1)).isTrue();
            }
            assertThat(server.connections()).isEqualTo(3);
        }
        assertThat(certificates.shown() - before).as("handshakes in full").isEqualTo(1);
    }

    @Test
    void anotherClientResumesNothing() throws Exception {
        int before = certificates.shown();
        try (TestServer server = TestServer.secure(certificates)) {
            for (int i = 0; i < 3; i++) {
                try (SocketHttpClient client =
                        client().tls(certificates.trusting()).build()) {
                    send(client, post(server.url(), "{}"));
                }
            }
        }
        assertThat(certificates.shown() - before).isEqualTo(3);
    }

    @Test
    void largeBodiesGoBothWays() throws Exception {
        byte[] large = new byte[4 * 1024 * 1024];
        new Random(1).nextBytes(large);
        try (TestServer server = TestServer.secure(certificates).answering(arrived -> {
                    arrived.send("HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n");
                    arrived.send(arrived.request().body());
                });
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            assertThat(send(client, post(server.url(), large)).bytes()).isEqualTo(large);
            assertThat(send(client, post(server.url(), large)).bytes()).isEqualTo(large);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerWithAnothersCertificateGetsNothing() throws Exception {
        try (TestServer server = TestServer.secure(certificates);
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            URI byName = URI.create("https://localhost:" + server.port());
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> send(client, post(byName, "{}")))
                    .withMessageContaining("localhost");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerThatNobodyVouchesForGetsNothing() throws Exception {
        try (TestServer server = TestServer.secure(certificates);
                SocketHttpClient client = client().build()) {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> send(client, post(server.url(), "{}")));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsAnError() throws Exception {
        try (TestServer server = TestServer.plain().answering(arrived -> {});
                SocketHttpClient client =
                        client().readTimeout(Duration.ofMillis(300)).build()) {
            URI secure = URI.create("https://127.0.0.1:" + server.port());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(client, post(secure, "{}")));
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsAnErrorAndIsAskedOnce() throws Exception {
        try (TestServer server = TestServer.secure(certificates);
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            send(client, post(server.url(), "{}"));
            server.answering(arrived -> arrived.socket().close());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(client, post(server.url(), "{}")));
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** An attacker can cut a connection, and must not be able to shorten an answer by it. */
    @Test
    void aBodyThatIsCutOffIsAnError() throws Exception {
        try (TestServer server = TestServer.secure(certificates).answering(arrived -> {
                    arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123");
                    arrived.socket().close();
                });
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> send(client, post(server.url(), "{}")))
                    .isNotInstanceOf(SSLException.class);
        }
    }
}
