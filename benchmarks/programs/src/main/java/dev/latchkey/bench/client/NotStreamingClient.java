package dev.latchkey.bench.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** As little as it takes to use HttpURLConnection without its streaming mode; it is only measured. */
final class NotStreamingClient implements SdkHttpClient {
    private static final int FIRST_ERROR = 400;

    private final int timeoutMillis;

    NotStreamingClient(Duration timeout) {
        timeoutMillis = (int) timeout.toMillis();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        HttpURLConnection connection = connection(request.httpRequest());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (request.contentStreamProvider().isPresent()) {
                    connection.setDoOutput(true);
                    try (InputStream body =
                                    request.contentStreamProvider().get().newStream();
                            OutputStream output = connection.getOutputStream()) {
                        body.transferTo(output);
                    }
                }
                return response(connection);
            }

            @Override
            public void abort() {
                connection.disconnect();
            }
        };
    }

    private HttpURLConnection connection(SdkHttpRequest request) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) request.getUri().toURL().openConnection();
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(request.method().name());
            request.forEachHeader((name, values) -> connection.setRequestProperty(name, String.join(",", values)));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpExecuteResponse response(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                response.putHeader(name, values);
            }
        });
        InputStream body = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream();
        HttpExecuteResponse.Builder all = HttpExecuteResponse.builder().response(response.build());
        return body == null
                ? all.build()
                : all.responseBody(AbortableInputStream.create(body)).build();
    }

    @Override
    public void close() {
        // The JDK keeps its connections for the whole process.
    }
}
