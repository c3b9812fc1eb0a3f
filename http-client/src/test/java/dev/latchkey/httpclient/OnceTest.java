package dev.latchkey.httpclient;

import static dev.latchkey.httpclient.Calls.bare;
import static dev.latchkey.httpclient.Calls.client;
import static dev.latchkey.httpclient.Calls.post;
import static dev.latchkey.httpclient.Calls.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** No request is sent twice by itself: whoever gets no answer does not know what was done. */
class OnceTest {
    private final TestServer server = TestServer.plain();
    private final SocketHttpClient client =
            client().readTimeout(Duration.ofMillis(300)).build();

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    /** What a server does with a request that it has read. */
    enum End {
        CLOSED,
        RESET,
        SILENT,
        HALF_A_HEAD,
        HALF_A_BODY,
        NOT_HTTP;

        void happenTo(TestServer.Arrived arrived) throws IOException {
            switch (this) {
                case CLOSED -> arrived.socket().close();
                case RESET -> {
                    arrived.socket().setSoLinger(true, 0);
                    arrived.socket().close();
                }
                case SILENT -> {}
                case HALF_A_HEAD -> {
                    arrived.send("HTTP/1.1 200 OK\r\nContent-Le");
                    arrived.socket().close();
                }
                case HALF_A_BODY -> {
                    arrived.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                    arrived.socket().close();
                }
                case NOT_HTTP -> arrived.send("220 mail.example.com\r\n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onANewConnection(End end) {
        sentOnce(end, post(server.url(), "{}"), 0);
    }

    @ParameterizedTest
    @EnumSource
    void onOneThatWasUsedBefore(End end) throws IOException {
        for (int i = 0; i < 3; i++) {
            send(client, post(server.url(), "{}"));
        }
        sentOnce(end, post(server.url(), "{}"), 3);
        assertThat(server.requests().stream().map(TestServer.Request::connection))
                .containsExactly(1, 1, 1, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(SdkHttpMethod.class)
    void byWhateverMethod(SdkHttpMethod method) throws IOException {
        send(client, bare(SdkHttpMethod.GET, server.url()));
        sentOnce(End.CLOSED, bare(method, server.url()), 1);
    }

    /** The next one finds a working connection. */
    private void sentOnce(End end, HttpExecuteRequest request, int before) {
        server.answering(end::happenTo);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(client, request));
        server.answering(TestServer.OK);
        assertThat(server.requests()).hasSize(before + 1);
        try {
            assertThat(send(client, post(server.url(), "{}")).text()).isEqualTo("{}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(server.requests()).hasSize(before + 2);
    }
}
