package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.client;
import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.send;
import static dev.latchkey.httpclient.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.HttpExecuteResponse;

/** Which connections are used again, and which are not. */
class KeptConnectionsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final TestServer server = TestServer.plain();
    private final SocketHttpClient client = client().clock(now::get).build();

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private String call() throws IOException {
        return send(client, post(server.url(), "{}")).text();
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Returns which of the server's connections each request came on. */
    private List<Integer> used() {
        return server.requests().stream().map(TestServer.Request::connection).toList();
    }

    /** Makes calls at the same time, each of which needs a connection of its own. */
    private void callAtOnce(int calls) throws Exception {
        CyclicBarrier together = new CyclicBarrier(calls);
        server.answering(arrived -> {
            try {
                together.await();
            } catch (BrokenBarrierException e) {
                throw new IOException(e);
            }
            arrived.send(text(200, "OK", "{}"));
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            threads.add(TestServer.start("call", () -> {
                try {
                    call();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        server.answering(TestServer.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 6, 60, 300})
    void oneThatWasIdleForMinutesIsUsedAgain(long seconds) throws IOException {
        call();
        pass(Duration.ofSeconds(seconds));
        call();
        assertThat(used()).containsExactly(1, 1);
    }

    @Test
    void oneThatWasIdleForLongerIsNot() throws Exception {
        call();
        pass(Duration.ofSeconds(301));
        call();
        assertThat(used()).containsExactly(1, 2);
        assertThat(server.haveEnded(1)).isTrue();
    }

    @Test
    void oneThatTheServerClosedMeanwhileCostsANewConnectionAndNoError() throws Exception {
        for (int i = 1; i <= 50; i++) {
            assertThat(call()).isEqualTo("{}");
            server.hangUp();
            assertThat(server.connections()).isEqualTo(i);
        }
    }

    @Test
    void manyThatTheServerClosedCostOneNewConnection() throws Exception {
        callAtOnce(5);
        server.hangUp();
        call();
        call();
        assertThat(used().subList(5, 7)).containsExactly(6, 6);
    }

    /** What goes wrong on one, such as a firewall that forgot it, has most likely happened to those that were idle for longer. */
    @Test
    void allAreGivenUpAfterOneFailed() throws Exception {
        callAtOnce(3);
        server.answering(arrived -> arrived.socket().close());
        assertThatExceptionOfType(IOException.class).isThrownBy(this::call);
        server.answering(TestServer.OK);
        call();
        assertThat(used().get(4)).isEqualTo(4);
    }

    @Test
    void oneOnWhichTheServerSpokeUnaskedIsNot() throws Exception {
        AtomicReference<TestServer.Arrived> first = new AtomicReference<>();
        server.answering(arrived -> {
            first.set(arrived);
            arrived.send(text(200, "OK", "{}"));
        });
        call();
        first.get().send(text(200, "OK", "another's"));
        assertThat(call()).isEqualTo("{}");
        assertThat(used()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nConnection: X, Close\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nanother's"
            })
    void oneOfWhichTheEndIsSaidOrInDoubtIsNot(String answer) throws IOException {
        server.answering(arrived -> arrived.send(answer));
        for (int i = 0; i < 3; i++) {
            assertThat(call()).isEqualTo("{}");
        }
        assertThat(used()).containsExactly(1, 2, 3);
    }

    @Test
    void oneOfHttp10IsIfTheServerSaysSo() throws IOException {
        server.answering(
                arrived -> arrived.send("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\n{}"));
        call();
        call();
        assertThat(used()).containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
            })
    void oneOfWhichTheRestOfABodyHadComeIs(String answer) throws IOException {
        server.answering(arrived -> arrived.send(answer));
        closeAfterOneByte();
        closeAfterOneByte();
        assertThat(used()).containsExactly(1, 1);
    }

    @Test
    void oneOfWhichTheRestOfABodyIsNotThereIsNotAndNobodyWaits() throws IOException {
        server.answering(arrived -> arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"));
        long start = System.nanoTime();
        closeAfterOneByte();
        closeAfterOneByte();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(used()).containsExactly(1, 2);
    }

    private void closeAfterOneByte() throws IOException {
        HttpExecuteResponse response =
                client.prepareRequest(post(server.url(), "{}")).call();
        InputStream body = response.responseBody().orElseThrow();
        assertThat(body.read()).isEqualTo('a');
        body.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(body::read);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "1, 3", "0, 4"})
    void asManyAreKeptAsWanted(int wanted, int connections) throws Exception {
        try (SocketHttpClient some = client().maxIdle(wanted).build()) {
            assertThat(connectionsOfTwoRounds(some)).isEqualTo(connections);
        }
    }

    /** Makes two calls at the same time, and again. */
    private int connectionsOfTwoRounds(SocketHttpClient some) throws IOException {
        int before = server.connections();
        for (int round = 0; round < 2; round++) {
            List<HttpExecuteResponse> open = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                open.add(some.prepareRequest(post(server.url(), "{}")).call());
            }
            for (HttpExecuteResponse each : open) {
                each.responseBody().orElseThrow().readAllBytes();
            }
        }
        return server.connections() - before;
    }

    @Test
    void thoseThatWereIdleLongestGrowOld() throws Exception {
        callAtOnce(4);
        pass(Duration.ofSeconds(200));
        call();
        pass(Duration.ofSeconds(200));
        callAtOnce(4);
        assertThat(server.connections()).as("three were too old").isEqualTo(4 + 3);
    }

    @Test
    void afterClosingTheIdleOnesCallsGoOn() throws Exception {
        call();
        client.closeIdle();
        assertThat(server.haveEnded(1)).isTrue();
        call();
        call();
        assertThat(used()).containsExactly(1, 2, 2);
    }

    @Test
    void aClosedClientKeepsNone() throws Exception {
        client.close();
        call();
        call();
        assertThat(used()).containsExactly(1, 2);
    }

    @Test
    void twoClientsShareNone() throws Exception {
        call();
        try (SocketHttpClient other = client().build()) {
            send(other, post(server.url(), "{}"));
        }
        assertThat(used()).containsExactly(1, 2);
    }
}
