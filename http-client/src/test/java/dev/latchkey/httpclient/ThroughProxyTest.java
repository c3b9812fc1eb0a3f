package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.httpclient.TestServer.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls through a proxy, which is told names that only it knows. */
class ThroughProxyTest {
    private static final String ELSEWHERE = "dynamodb.test.invalid";

    @TempDir
    private Path folder;

    private final TestServer proxy = TestServer.plain();

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private SocketHttpClient.Builder client() {
        return SocketHttpClient.builder()
                .readTimeout(Duration.ofSeconds(10))
                .proxies(Map.of("HTTP_PROXY", "http://me:secret@127.0.0.1:" + proxy.port()), Map.of());
    }

    @Test
    void aPlainRequestIsHandedToItWhole() throws IOException {
        try (SocketHttpClient client = client().build()) {
            URI url = URI.create("http://" + ELSEWHERE + ":8000/path?a=b");
            for (int i = 0; i < 2; i++) {
                assertThat(send(client, post(url, "{}")).text()).isEqualTo("{}");
            }
        }
        Request arrived = proxy.requests().get(1);
        assertThat(arrived.line()).isEqualTo("POST http://" + ELSEWHERE + ":8000/path?a=b HTTP/1.1");
        assertThat(arrived.headers())
                .containsEntry("host", ELSEWHERE + ":8000")
                .containsEntry("proxy-authorization", "Basic bWU6c2VjcmV0");
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void aRequestOverTlsGoesThroughATunnelAndTheProxyDoesNotSeeIt() throws Exception {
        Certificates certificates = Certificates.of(folder, "dns:" + ELSEWHERE);
        try (TestServer server = TestServer.secure(certificates);
                SocketHttpClient client = client().tls(certificates.trusting()).build()) {
            proxy.answering(arrived -> {
                try (Socket onwards = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    arrived.send("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
                    TestServer.start("back", () -> copy(onwards, arrived.socket()));
                    copy(arrived.socket(), onwards);
                }
            });
            URI url = URI.create("https://" + ELSEWHERE);
            for (int i = 0; i < 3; i++) {
                assertThat(send(client, post(url, "{}")).text()).isEqualTo("{}");
            }
            assertThat(server.requests())
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.headers())
                            .doesNotContainKey("proxy-authorization")
                            .containsEntry("host", ELSEWHERE));
            assertThat(server.requests().get(0).line()).isEqualTo("POST / HTTP/1.1");
        }
        assertThat(proxy.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.head())
                        .isEqualTo("CONNECT " + ELSEWHERE + ":443 HTTP/1.1\r\nHost: " + ELSEWHERE
                                + ":443\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n"));
    }

    private static void copy(Socket from, Socket to) {
        byte[] some = new byte[4_096];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int read = input.read(some); read >= 0; read = input.read(some)) {
                output.write(some, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    @Test
    void aProxyThatRefusesIsAnErrorThatSaysSo() throws IOException {
        proxy.answering(arrived -> arrived.send(TestServer.text(407, "Proxy Authentication Required", "no")));
        try (SocketHttpClient client = client().build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> send(client, post(URI.create("https://" + ELSEWHERE), "{}")))
                    .withMessage("The proxy 127.0.0.1:" + proxy.port() + " does not connect to " + ELSEWHERE
                            + ":443: 407 Proxy Authentication Required");
        }
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void thisMachineIsReachedWithoutIt() throws IOException {
        try (TestServer server = TestServer.plain();
                SocketHttpClient client = client().build()) {
            assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
            assertThat(send(client, post(URI.create("http://localhost:" + server.port()), "{}"))
                            .text())
                    .isEqualTo("{}");
            assertThat(server.requests()).hasSize(2);
        }
        assertThat(proxy.requests()).isEmpty();
    }

    /** The properties of this very process, which the JDK's own classes obey. */
    @Test
    void thisMachineIsReachedWithoutThatOfTheProcessEither() throws IOException {
        Map<String, String> properties = Map.of(
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", Integer.toString(proxy.port()),
                "http.nonProxyHosts", "",
                "socksProxyHost", "127.0.0.1",
                "socksProxyPort", Integer.toString(proxy.port()),
                "socksNonProxyHosts", "");
        properties.forEach(System::setProperty);
        try (TestServer server = TestServer.plain();
                SocketHttpClient client = SocketHttpClient.builder()
                        .readTimeout(Duration.ofSeconds(10))
                        .build()) {
            assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
            assertThat(send(client, post(URI.create("http://" + ELSEWHERE), "{}"))
                            .head()
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.requests()).hasSize(1);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
        assertThat(proxy.requests()).hasSize(1);
    }

    /** A process of its own, since no process can change its environment. */
    @Test
    void thisMachineIsReachedWithoutThatOfTheEnvironmentEither() throws Exception {
        try (TestServer server = TestServer.plain()) {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Caller.class.getName(),
                            server.url().toString(),
                            "http://" + ELSEWHERE,
                            "http://excluded.invalid")
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            String address = "http://127.0.0.1:" + proxy.port();
            builder.environment()
                    .putAll(Map.of(
                            "HTTP_PROXY",
                            address,
                            "http_proxy",
                            address,
                            "HTTPS_PROXY",
                            address,
                            "NO_PROXY",
                            "excluded.invalid"));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said.lines()).containsExactly("200", "200", "java.net.UnknownHostException");
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(proxy.requests())
                .extracting(Request::line)
                .containsExactly("POST http://" + ELSEWHERE + " HTTP/1.1");
    }

    /** Calls one address after the other, and says how that went. */
    static final class Caller {
        private Caller() {}

        public static void main(String[] addresses) {
            try (SocketHttpClient client = SocketHttpClient.builder().build()) {
                for (String address : addresses) {
                    System.out.println(outcome(client, URI.create(address)));
                }
            }
        }

        private static String outcome(SocketHttpClient client, URI address) {
            try {
                return Integer.toString(send(client, post(address, "{}")).head().statusCode());
            } catch (IOException e) {
                return e.getClass().getName();
            }
        }
    }
}
