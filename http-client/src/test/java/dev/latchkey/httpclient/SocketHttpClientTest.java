package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.bare;
import static dev.latchkey.httpclient.Calls.client;
import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.request;
import static dev.latchkey.httpclient.Calls.send;
import static dev.latchkey.httpclient.TestServer.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.httpclient.Calls.Answer;
import dev.latchkey.httpclient.TestServer.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What goes over the wire, and what is made of what comes back. */
class SocketHttpClientTest {
    private final TestServer server = TestServer.plain();
    private final SocketHttpClient client = client().build();

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void sendsHeadersAndBodyAsTheyAre() throws IOException {
        SdkHttpRequest request = request(SdkHttpMethod.POST, URI.create(server.url() + "/a%20path?b=%26&c"))
                .putHeader("Content-Length", "7")
                .putHeader("Host", "dynamodb.eu-west-1.amazonaws.com")
                .putHeader("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1")
                .putHeader("X-Several", List.of("one", "two"))
                .putHeader("X-Name", "Zo\u00eb")
                .build();
        send(
                client,
                HttpExecuteRequest.builder()
                        .request(request)
                        .contentStreamProvider(ContentStreamProvider.fromUtf8String("{\"a\":1}"))
                        .build());
        Request arrived = server.requests().get(0);
        assertThat(arrived.head())
                .isEqualTo(String.join(
                        "\r\n",
                        "POST /a%20path?b=%26&c HTTP/1.1",
                        "Host: dynamodb.eu-west-1.amazonaws.com",
                        "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
                        "X-Name: " + new String("Zo\u00eb".getBytes(UTF_8), ISO_8859_1),
                        "X-Several: one,two",
                        "Content-Length: 7",
                        "",
                        ""));
        assertThat(arrived.body()).asString(UTF_8).isEqualTo("{\"a\":1}");
    }

    @Test
    void namesTheHostIfNobodyDid() throws IOException {
        send(client, post(server.url(), "{}"));
        assertThat(server.requests().get(0).headers()).containsEntry("host", "127.0.0.1:" + server.port());
        assertThat(server.requests().get(0).line()).isEqualTo("POST / HTTP/1.1");
    }

    @Test
    void readsHeadersAndBody() throws IOException {
        server.answering(arrived -> arrived.send("HTTP/1.1 200 OK\r\nServer:Server\r\nx-amz-crc32:  42 \r\nX-Two: a\r\n"
                + "x-two: b\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b!"));
        Answer answer = send(client, post(server.url(), "{}"));
        assertThat(answer.head().statusCode()).isEqualTo(200);
        assertThat(answer.head().statusText()).contains("OK");
        assertThat(answer.head().firstMatchingHeader("X-Amz-Crc32")).contains("42");
        assertThat(answer.head().matchingHeaders("X-Two")).containsExactly("a", "b");
        assertThat(answer.bytes()).isEqualTo(new byte[] {0x1f, (byte) 0x8b, '!'});
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 407, 417, 429, 500, 503})
    void handsOutWhatComesWithAnError(int status) throws IOException {
        server.answering(arrived -> arrived.send(text(status, "No", "{\"__type\":\"x\"}")));
        Answer answer = send(client, post(server.url(), "{}"));
        assertThat(answer.head().statusCode()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo("{\"__type\":\"x\"}");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, HTTP/1.1 200 OK|Content-Length: 5",
        "HEAD, HTTP/1.1 200 OK|Transfer-Encoding: chunked",
        "GET, HTTP/1.1 204 No Content",
        "DELETE, HTTP/1.1 304 Not Modified|Content-Length: 5",
        "POST, HTTP/1.1 200 OK|Content-Length: 0"
    })
    void knowsWhereThereIsNoBody(SdkHttpMethod method, String head) throws IOException {
        server.answering(arrived -> arrived.send(head.replace("|", "\r\n") + "\r\n\r\n"));
        for (int i = 0; i < 2; i++) {
            assertThat(send(client, bare(method, server.url())).bytes()).isNull();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void readsABodyInChunks() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "5\r\nhello\r\nA;name=value\r\n, in hexad\r\n6\r\necimal\r\n0\r\nX-Trailer: 1\r\n\r\n";
        server.answering(arrived -> arrived.send(head + body));
        for (int i = 0; i < 2; i++) {
            assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("hello, in hexadecimal");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws IOException {
        server.answering(arrived -> {
            arrived.send("HTTP/1.1 200\r\n\r\nall of it");
            arrived.socket().close();
        });
        for (int i = 0; i < 2; i++) {
            assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("all of it");
        }
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void passesOverWhatComesBeforeTheAnswerAndNeverAsksForIt() throws IOException {
        server.answering(arrived -> arrived.send(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + text(200, "OK", "1")));
        SdkHttpRequest request = request(SdkHttpMethod.PUT, server.url())
                .putHeader("Expect", "100-continue")
                .putHeader("Transfer-Encoding", "chunked")
                .build();
        Answer answer = send(
                client,
                HttpExecuteRequest.builder()
                        .request(request)
                        .contentStreamProvider(() -> new ByteArrayInputStream(new byte[20_000]))
                        .build());
        assertThat(answer.text()).isEqualTo("1");
        assertThat(answer.head().headers()).doesNotContainKey("Link");
        Request arrived = server.requests().get(0);
        assertThat(arrived.headers())
                .containsEntry("content-length", "20000")
                .doesNotContainKeys("expect", "transfer-encoding");
        assertThat(arrived.body()).hasSize(20_000);
    }

    @Test
    void sendsAndReadsLargeBodies() throws IOException {
        byte[] large = new byte[16 * 1024 * 1024];
        new Random(1).nextBytes(large);
        server.answering(arrived -> {
            arrived.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: " + arrived.request().body().length + "\r\n\r\n");
            arrived.send(arrived.request().body());
        });
        assertThat(send(client, post(server.url(), large)).bytes()).isEqualTo(large);
        assertThat(send(client, post(server.url(), large)).bytes()).isEqualTo(large);
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 20_000})
    void sendsNoBodyOfAnotherLengthThanWasAnnounced(int length) throws IOException {
        SdkHttpRequest request = request(SdkHttpMethod.POST, server.url())
                .putHeader("Content-Length", "10")
                .build();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(
                        client,
                        HttpExecuteRequest.builder()
                                .request(request)
                                .contentStreamProvider(ContentStreamProvider.fromByteArray(new byte[length]))
                                .build()))
                .withMessageContaining("than its Content-Length, 10");
        assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\0b", "a\u007fb"})
    void sendsNoHeaderThatHoldsAnother(String value) {
        SdkHttpRequest request = request(SdkHttpMethod.GET, server.url())
                .putHeader("X-Given", value)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> send(
                        client, HttpExecuteRequest.builder().request(request).build()))
                .withMessageContaining("control character")
                .withMessageNotContaining("Evil");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ICY 200 OK\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 20\r\n\r\n",
                "HTTP/1.1 2000\r\n\r\n",
                "HTTP/1.1 -20 No\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\nContent-Length: 1\r\n\r\n1",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n1",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n1",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n12\r\n0\r\n\r\n"
            })
    void refusesWhatIsNoAnswerAndDropsTheConnection(String bytes) throws IOException {
        server.answering(arrived -> arrived.send(bytes));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> send(client, post(server.url(), "{}")));
        server.answering(TestServer.OK);
        assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123456789",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1234",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n"
            })
    void takesNoPartOfAnAnswerForTheWhole(String bytes) {
        server.answering(arrived -> {
            arrived.send(bytes);
            arrived.socket().close();
        });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(client, post(server.url(), "{}")))
                .withMessageContaining("in the middle");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"})
    void readsNoHeadersWithoutEnd(String start) {
        server.answering(arrived -> {
            arrived.send(start);
            while (true) {
                arrived.send("X-Again: and again\r\n");
            }
        });
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> send(client, post(server.url(), "{}")))
                .withMessage("The server sends lines of more than 65536 bytes.");
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        server.answering(arrived -> {
            byte[] body = arrived.request().body();
            arrived.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            arrived.send(body);
        });
        int threads = 32;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "thread " + i;
                running.add(pool.submit(() -> echoes(name)));
            }
            for (Future<List<String>> each : running) {
                List<String> echoes = each.get();
                assertThat(echoes)
                        .hasSize(100)
                        .allSatisfy(echo -> assertThat(echo).startsWith(echoes.get(0)));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.requests()).hasSize(threads * 100);
    }

    private List<String> echoes(String name) throws IOException {
        List<String> echoes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String body = name + "!".repeat(i * 50);
            String echo = send(client, post(server.url(), body)).text();
            assertThat(echo).isEqualTo(body);
            echoes.add(echo);
        }
        return echoes;
    }

    @Test
    void readsByteByByteToo() throws IOException {
        server.answering(arrived -> arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u00e9!"));
        HttpExecuteResponse response =
                client.prepareRequest(post(server.url(), "{}")).call();
        try (InputStream body = response.responseBody().orElseThrow()) {
            assertThat(List.of(body.read(), body.read(), body.read(), body.read()))
                    .containsExactly(0xe9, 0x21, -1, -1);
        }
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketHttpClient.builder().readTimeout(Duration.ZERO))
                .withMessage("readTimeout must be from a millisecond to 24 days, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketHttpClient.builder().connectTimeout(Duration.ofDays(25)))
                .withMessageStartingWith("connectTimeout must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketHttpClient.builder().keepIdle(Duration.ofMillis(-1)))
                .withMessageStartingWith("keepIdle must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketHttpClient.builder().maxIdle(-1))
                .withMessage("maxIdle must not be negative, but is -1");
    }
}
