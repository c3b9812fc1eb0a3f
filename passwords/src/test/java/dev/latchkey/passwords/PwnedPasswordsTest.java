package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.time.Timings;
import dev.latchkey.user.Password;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The range protocol, spoken by a server of this test. SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8. */
class PwnedPasswordsTest {
    private static final String PREFIX = "5BAA6";
    private static final String REST = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Timings timings;
    private String answer = "";
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " padding "
                    + exchange.getRequestHeaders().getFirst("Add-Padding"));
            byte[] body = answer.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        timings = Timings.begin();
    }

    @AfterEach
    void stop() {
        Timings.end();
        server.stop(0);
    }

    @Test
    void findsAPasswordAndTellsFiveDigitsOfIt() {
        answer = "0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n" + REST + ":9659365\r\n";
        assertThat(contains("password")).isTrue();
        assertThat(asked).containsExactly("GET /range/" + PREFIX + " padding true");
        assertThat(failures()).isZero();
    }

    @Test
    void paddingIsNoPassword() {
        answer = REST + ":0\r\n";
        assertThat(contains("password")).isFalse();
        assertThat(failures()).isZero();
    }

    @Test
    void aPartOfADigestIsNoPassword() {
        answer = REST.substring(0, 30) + ":5\r\n" + REST + "A:5\r\n" + "A" + REST + ":5\r\n";
        assertThat(contains("password")).isFalse();
    }

    @Test
    void whatDoesNotAnswerLetsThroughAndIsCounted() throws IOException {
        answer = REST + ":5\r\n";
        status = 503;
        assertThat(contains("password")).isFalse();
        assertThat(failures()).isEqualTo(1);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(at(silent.getLocalPort()).contains(Password.of("password")))
                    .isFalse();
        }
        server.stop(0);
        assertThat(contains("password")).isFalse();
        assertThat(failures()).isEqualTo(3);
    }

    /** A redirection could lead to whatever this machine reaches. */
    @Test
    void aRedirectionIsNotFollowed() {
        status = 302;
        assertThat(contains("password")).isFalse();
        assertThat(asked).hasSize(1);
        assertThat(failures()).isEqualTo(1);
    }

    private boolean contains(String password) {
        return at(server.getAddress().getPort()).contains(Password.of(password));
    }

    /** The time is the machine's, not the test's matter. */
    private static PwnedPasswords at(int port) {
        return new PwnedPasswords(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(2));
    }

    private int failures() {
        return timings.of(Timings.Kind.BREACH).failures();
    }
}
