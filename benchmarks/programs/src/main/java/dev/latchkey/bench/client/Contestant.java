package dev.latchkey.bench.client;

import dev.latchkey.httpclient.SocketHttpClient;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** An HTTP client, with the time-outs of the functions. */
public enum Contestant {
    /** The SDK's own over the JDK's HttpURLConnection. */
    URL_CONNECTION("url-connection"),
    /** The same JDK class, used without its streaming mode. */
    NOT_STREAMING("url-connection, not streaming"),
    /** The SDK's own over Apache's HttpClient 5. */
    APACHE5("apache5"),
    /** What the functions have. */
    LATCHKEY("Latchkey's");

    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final String text;

    Contestant(String text) {
        this.text = text;
    }

    SdkHttpClient http() {
        return switch (this) {
            case URL_CONNECTION ->
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(ATTEMPT)
                        .socketTimeout(ATTEMPT)
                        .build();
            case NOT_STREAMING -> new NotStreamingClient(ATTEMPT);
            case APACHE5 ->
                Apache5HttpClient.builder()
                        .connectionTimeout(ATTEMPT)
                        .socketTimeout(ATTEMPT)
                        .build();
            case LATCHKEY ->
                SocketHttpClient.builder()
                        .connectTimeout(ATTEMPT)
                        .readTimeout(ATTEMPT)
                        .build();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
