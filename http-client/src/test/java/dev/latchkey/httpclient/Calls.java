package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Calls as the SDK makes them. */
final class Calls {
    private Calls() {}

    /** An answer that was read to its end; a body that is null was none. */
    record Answer(SdkHttpResponse head, byte @Nullable [] bytes) {
        String text() {
            return bytes == null ? "none" : new String(bytes, UTF_8);
        }
    }

    /** Returns a builder with time-outs that a test can wait for, and no proxy. */
    static SocketHttpClient.Builder client() {
        return SocketHttpClient.builder()
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(10))
                .proxies(Map.of(), Map.of());
    }

    static SdkHttpRequest.Builder request(SdkHttpMethod method, URI url) {
        return SdkHttpRequest.builder().method(method).uri(url);
    }

    /** Returns a POST with its length, as the SDK makes it for DynamoDB. */
    static HttpExecuteRequest post(URI url, byte[] body) {
        SdkHttpRequest request = request(SdkHttpMethod.POST, url)
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
                .build();
        return HttpExecuteRequest.builder()
                .request(request)
                .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
                .build();
    }

    static HttpExecuteRequest post(URI url, String body) {
        return post(url, body.getBytes(UTF_8));
    }

    static HttpExecuteRequest bare(SdkHttpMethod method, URI url) {
        return HttpExecuteRequest.builder()
                .request(request(method, url).build())
                .build();
    }

    static Answer send(SdkHttpClient client, HttpExecuteRequest request) throws IOException {
        HttpExecuteResponse response = client.prepareRequest(request).call();
        if (response.responseBody().isEmpty()) {
            return new Answer(response.httpResponse(), null);
        }
        try (InputStream body = response.responseBody().get()) {
            return new Answer(response.httpResponse(), body.readAllBytes());
        }
    }
}
