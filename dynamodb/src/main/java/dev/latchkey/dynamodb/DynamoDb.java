package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.httpclient.SocketHttpClient;
import dev.latchkey.time.Deadline;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Makes a function's DynamoDB client.
 *
 * <p>Every call ends within {@link #CALL_TIMEOUT}, and all calls of a request within its {@link Deadline}, well under API
 * Gateway's 29 seconds, so that a table that does not answer becomes a clear 503 and not a gateway time-out. Credentials come from the SDK's default chain, since a function under
 * SnapStart has no static ones in its environment.
 */
public final class DynamoDb {
    /** How long one call may take, retries included. */
    public static final Duration CALL_TIMEOUT = Duration.ofMillis(2_400);

    /** How long one attempt of a call may take. */
    public static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(1);

    private static final int ATTEMPTS = 3;

    private DynamoDb() {}

    /** Returns an environment with the system's clock and a given client: for what is not a function. */
    public static Environment environment(Map<String, String> variables, DynamoDbClient client) {
        return environment(variables, client, Clock.systemUTC());
    }

    /** Returns an environment with a given client and clock. */
    public static Environment environment(Map<String, String> variables, DynamoDbClient client, Clock clock) {
        return new Environment(variables, clock).with(DynamoDbClient.class, client);
    }

    /** Returns the environment's client, and makes it when it is first needed: it is most of a cold start. */
    public static DynamoDbClient of(Environment environment) {
        return environment.resource(DynamoDbClient.class, variables -> {
            SocketHttpClient http = http().build();
            environment.beforeSnapshot(http::closeIdle);
            return client(variables, http);
        });
    }

    /**
     * Creates a client.
     *
     * @param variables where {@code AWS_REGION} and, for anything but AWS itself, {@code DYNAMO_DB_ENDPOINT} or {@code
     *     AWS_ENDPOINT_URL_DYNAMODB} are read from
     */
    public static DynamoDbClient client(Map<String, String> variables) {
        return builder(variables).httpClientBuilder(http()).build();
    }

    /** Creates a client over an HTTP client that the caller keeps and closes. */
    static DynamoDbClient client(Map<String, String> variables, SdkHttpClient http) {
        return builder(variables).httpClient(http).build();
    }

    /** Returns what makes the HTTP client under a client, with a pool of its own. */
    static SocketHttpClient.Builder http() {
        return SocketHttpClient.builder().connectTimeout(ATTEMPT_TIMEOUT).readTimeout(ATTEMPT_TIMEOUT);
    }

    private static DynamoDbClientBuilder builder(Map<String, String> variables) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder().overrideConfiguration(timeouts());
        String region = variables.get("AWS_REGION");
        if (region != null) {
            builder.region(Region.of(region));
        }
        // The template's variable is empty on AWS, which the SDK would not take from its own.
        String endpoint = variables.getOrDefault("DYNAMO_DB_ENDPOINT", "");
        if (endpoint.isEmpty()) {
            endpoint = variables.getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", "");
        }
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder;
    }

    /** Returns the time-outs and retries that every client of Latchkey's uses. */
    public static ClientOverrideConfiguration timeouts() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .addExecutionInterceptor(new DeadlineInterceptor())
                .retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build())
                .build();
    }
}
