package dev.latchkey.aws;

import dev.latchkey.config.Variables;
import dev.latchkey.httpclient.SocketHttpClient;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** Builds clients over the HTTP client that all of Latchkey's have. */
public final class AwsClients {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(8);

    private AwsClients() {}

    /**
     * Builds a client. Every call ends within 20 seconds.
     *
     * @param service the service as the SDK's variables name it: {@code AWS_ENDPOINT_URL_<service>} is where it is, if not at AWS
     * @param variables where that and {@code AWS_REGION} are read from
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, String service, Variables variables) {
        builder.overrideConfiguration(
                settings -> settings.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT));
        String region = variables.text("AWS_REGION", "");
        if (!region.isEmpty()) {
            builder.region(Region.of(region));
        }
        String endpoint = variables.text("AWS_ENDPOINT_URL_" + service, "");
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.httpClientBuilder(SocketHttpClient.builder().readTimeout(ATTEMPT_TIMEOUT))
                .build();
    }
}
