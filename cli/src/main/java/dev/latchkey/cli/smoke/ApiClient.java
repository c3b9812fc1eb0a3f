package dev.latchkey.cli.smoke;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends calls one after the other, follows no redirects, and notes how long each took. */
final class ApiClient {
    private static final int MAX_STATUS_OF_A_FUNCTION = 400;

    private final HttpClient http;
    private final ApiUrl url;
    private final Duration patience;
    private final Latencies latencies;

    /**
     * Builds a client.
     *
     * @param patience how long to wait for a connection, and again for an answer
     */
    ApiClient(ApiUrl url, Duration patience, Latencies latencies) {
        this.url = url;
        this.patience = patience;
        this.latencies = latencies;
        // Over HTTP/1.1, as nearly all clients of such an API; a plain server may stumble over the offer of HTTP/2.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    ApiResponse send(ApiRequest request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(
                request.request(url.of(request.path())).timeout(patience).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        // What the gateway refuses by itself reaches no function.
        if (response.statusCode() <= MAX_STATUS_OF_A_FUNCTION) {
            latencies.any(request.name(), took);
        }
        return new ApiResponse(response.statusCode(), response.headers(), response.body(), took);
    }
}
