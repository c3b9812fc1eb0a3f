package dev.latchkey.floor.probes;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** One GetItem by a client whose settings the variable {@code PROBE} names, separated by commas. */
final class Probe {
    private static final String TABLE = System.getenv("USERS_TABLE");

    private final DynamoDbClient client;

    private Probe(DynamoDbClient client) {
        this.client = client;
    }

    static Probe ofProcess() {
        String names = System.getenv().getOrDefault("PROBE", "");
        return new Probe(
                client(Arrays.stream(names.split(",", -1)).map(String::strip).collect(Collectors.toUnmodifiableSet())));
    }

    /** Returns whether the item was there. */
    boolean getItem() {
        return client.getItem(GetItemRequest.builder()
                        .tableName(TABLE)
                        .key(Map.of("pk", AttributeValue.fromS("user#1234567890123")))
                        .consistentRead(true)
                        .build())
                .hasItem();
    }

    private static DynamoDbClient client(Set<String> on) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder();
        if (on.contains("http")) {
            builder.httpClientBuilder(UrlConnectionHttpClient.builder());
        }
        if (on.contains("httpInstance")) {
            builder.httpClient(UrlConnectionHttpClient.create());
        }
        if (on.contains("region")) {
            builder.region(Region.of(System.getenv("AWS_REGION")));
        }
        if (on.contains("endpoint")) {
            builder.endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL_DYNAMODB")));
        }
        if (on.contains("mode")) {
            builder.defaultsMode(DefaultsMode.IN_REGION);
        }
        if (on.contains("discovery")) {
            builder.endpointDiscoveryEnabled(false);
        }
        credentials(builder, on);
        return builder.overrideConfiguration(overrides(on)).build();
    }

    private static void credentials(DynamoDbClientBuilder builder, Set<String> on) {
        if (on.contains("envCredentials")) {
            builder.credentialsProvider(EnvironmentVariableCredentialsProvider.create());
        }
        if (on.contains("staticCredentials")) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")));
        }
    }

    private static ClientOverrideConfiguration overrides(Set<String> on) {
        ClientOverrideConfiguration.Builder builder = ClientOverrideConfiguration.builder();
        if (on.contains("retry")) {
            builder.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                    .maxAttempts(3)
                    .build());
        }
        if (on.contains("profile")) {
            ProfileFile empty = ProfileFile.aggregator().build();
            builder.defaultProfileFileSupplier(ProfileFileSupplier.fixedProfileFile(empty))
                    .defaultProfileName("default");
        }
        if (on.contains("timeouts")) {
            builder.apiCallTimeout(Duration.ofMillis(2_400)).apiCallAttemptTimeout(Duration.ofSeconds(1));
        }
        return builder.build();
    }
}
