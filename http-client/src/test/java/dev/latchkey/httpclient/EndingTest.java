package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.client;
import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.send;
import static dev.latchkey.httpclient.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/** Time-outs, and calls that another thread ends. */
@Timeout(60)
class EndingTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Certificates certificates;

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final TestServer server = TestServer.plain();
    private final SocketHttpClient client =
            client().readTimeout(Duration.ofMinutes(10)).build();

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @BeforeAll
    static void make() throws Exception {
        certificates = Certificates.of(folder, "ip:127.0.0.1");
    }

    /** How the SDK, or anything else, ends a call. */
    enum By {
        ABORT {
            @Override
            void end(ExecutableHttpRequest call, Thread thread) {
                call.abort();
            }
        },
        INTERRUPT {
            @Override
            void end(ExecutableHttpRequest call, Thread thread) {
                thread.interrupt();
            }
        },
        BOTH_AS_THE_SDK_DOES {
            @Override
            void end(ExecutableHttpRequest call, Thread thread) {
                thread.interrupt();
                call.abort();
            }
        };

        abstract void end(ExecutableHttpRequest call, Thread thread);
    }

    @Test
    void whatNeverAnswersEndsByTheReadTimeout() throws IOException {
        server.answering(arrived -> {});
        try (SocketHttpClient impatient = client().readTimeout(SHORT).build()) {
            long start = System.nanoTime();
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> send(impatient, post(server.url(), "{}")));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(10));
        }
    }

    @Test
    void whatStopsInTheMiddleEndsByTheReadTimeout() throws IOException {
        server.answering(arrived -> arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"));
        try (SocketHttpClient impatient = client().readTimeout(SHORT).build()) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> send(impatient, post(server.url(), "{}")));
        }
    }

    @Test
    void whatDoesNotShakeHandsEndsByTheReadTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SocketHttpClient impatient = client().readTimeout(SHORT).build()) {
            URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort());
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> send(impatient, post(url, "{}")));
        }
    }

    @Test
    void whatTakesNoConnectionEndsByTheConnectTimeout() throws IOException {
        try (Full full = new Full();
                SocketHttpClient impatient = client().connectTimeout(SHORT).build()) {
            long start = System.nanoTime();
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> send(impatient, post(full.url(), "{}")));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(10));
        }
    }

    @Test
    void whatIsNotThereIsAnError() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(client, post(nobody, "{}")));
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> send(client, post(URI.create("http://no-such-host.invalid"), "{}")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWaitsForAnAnswerEnds(By by) throws Exception {
        server.answering(arrived -> hanging.countDown());
        ends(by, server.url(), client);
        assertThat(server.haveEnded(1)).as("the server is told").isTrue();
        server.answering(TestServer.OK);
        assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWaitsForAnAnswerOverTlsEnds(By by) throws Exception {
        try (TestServer secure = TestServer.secure(certificates).answering(arrived -> hanging.countDown());
                SocketHttpClient patient = client().readTimeout(Duration.ofMinutes(10))
                        .tls(certificates.trusting())
                        .build()) {
            ends(by, secure.url(), patient);
            assertThat(secure.haveEnded(1)).as("the server is told").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWaitsForTheRestOfABodyEnds(By by) throws Exception {
        server.answering(arrived -> {
            arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            hanging.countDown();
        });
        ends(by, server.url(), client);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWaitsForAConnectionEnds(By by) throws Exception {
        try (Full full = new Full();
                SocketHttpClient patient =
                        client().connectTimeout(Duration.ofMinutes(10)).build()) {
            hanging.countDown();
            ends(by, full.url(), patient);
        }
    }

    /** Makes a call in a thread of its own, ends it once it hangs, and waits for the exception. */
    private void ends(By by, URI url, SocketHttpClient with) throws InterruptedException {
        ExecutableHttpRequest call = with.prepareRequest(post(url, "{}"));
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread thread = TestServer.start("call", () -> {
            try (InputStream body = call.call().responseBody().orElseThrow()) {
                body.readAllBytes();
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        // It may not hang yet; then it must not begin to.
        by.end(call, thread);
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(outcome.get()).isInstanceOf(IOException.class);
    }

    @Test
    void aCallThatWasAbortedBeforehandSendsNothing() throws IOException {
        ExecutableHttpRequest call = client.prepareRequest(post(server.url(), "{}"));
        call.abort();
        assertThatExceptionOfType(IOException.class).isThrownBy(call::call);
        send(client, post(server.url(), "{}"));
        ExecutableHttpRequest again = client.prepareRequest(post(server.url(), "{}"));
        again.abort();
        assertThatExceptionOfType(IOException.class).isThrownBy(again::call);
        assertThat(server.requests()).hasSize(1);
    }

    /** The SDK's timer may come when the answer has been read and the connection serves another call. */
    @Test
    void aCallThatIsOverIsNotAbortedOnAnothersConnection() throws Exception {
        ExecutableHttpRequest over = client.prepareRequest(post(server.url(), "{}"));
        HttpExecuteResponse answer = over.call();
        answer.responseBody().orElseThrow().readAllBytes();
        ExecutableHttpRequest other = client.prepareRequest(post(server.url(), "{}"));
        HttpExecuteResponse others = other.call();
        over.abort();
        answer.responseBody().orElseThrow().abort();
        answer.responseBody().orElseThrow().close();
        assertThat(others.responseBody().orElseThrow().readAllBytes()).hasSize(2);
        send(client, post(server.url(), "{}"));
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsAbortedIsNotReadToItsEnd(boolean byItsStream) throws Exception {
        server.answering(arrived -> arrived.send(text(200, "OK", "123")));
        ExecutableHttpRequest call = client.prepareRequest(post(server.url(), "{}"));
        HttpExecuteResponse response = call.call();
        if (byItsStream) {
            response.responseBody().orElseThrow().abort();
        } else {
            call.abort();
        }
        assertThat(server.haveEnded(1)).isTrue();
        send(client, post(server.url(), "{}"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aClientInAnInterruptedThreadThrowsAndLeavesItInterrupted() throws IOException {
        send(client, post(server.url(), "{}"));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(client, post(server.url(), "{}")));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
        assertThat(server.requests()).hasSize(2);
    }

    /** A server whose queue of connections is full, so that the next one hangs. */
    private static final class Full implements AutoCloseable {
        private static final int MAX_QUEUE = 100;

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        Full() throws IOException {
            for (int i = 0; i < MAX_QUEUE; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(listening.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
            throw new IOException("the queue takes more than " + MAX_QUEUE + " connections");
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + listening.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }
}
