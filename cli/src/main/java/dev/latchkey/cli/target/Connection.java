package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.httpclient.SocketHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** How a command reaches AWS, or what stands for it on this machine. */
final class Connection {
    private static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

    /** How many connections are kept while nobody uses them: as many as an import has writers, which need theirs at once again. */
    private static final int KEPT_CONNECTIONS = 64;

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Map<String, String> variables;
    private final String region;
    private final String profile;

    Connection(Map<String, String> variables, String region, String profile) {
        this.variables = variables;
        this.region = region;
        this.profile = profile;
    }

    /** Returns the same with another address of DynamoDB. */
    Connection at(String endpoint) {
        Map<String, String> others = new HashMap<>(variables);
        others.put(DYNAMODB_ENDPOINT, endpoint);
        return new Connection(Map.copyOf(others), region, profile);
    }

    /** Returns the same with the local server's address, unless the environment gives another one. */
    Connection local() {
        return dynamoDbAddress().isEmpty() ? at(RunningServer.dynamoDb().orElse(LocalTables.ENDPOINT)) : this;
    }

    /** Returns the address of DynamoDB that is not AWS's own, empty if there is none. */
    String dynamoDbAddress() {
        return variables.getOrDefault(DYNAMODB_ENDPOINT, "");
    }

    DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder(), endpoint(DYNAMODB_ENDPOINT));
    }

    CloudFormationClient cloudFormation() {
        return configured(CloudFormationClient.builder(), endpoint("AWS_ENDPOINT_URL_CLOUDFORMATION"));
    }

    KmsClient kms() {
        return configured(KmsClient.builder(), endpoint("AWS_ENDPOINT_URL_KMS"));
    }

    /** What a client needs to reach a service: the real one, or what stands for it on this machine. */
    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configured(
            B builder, Optional<URI> endpoint) {
        builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .build());
        endpoint.ifPresent(builder::endpointOverride);
        if (endpoint.filter(Connection::isOnThisMachine).isPresent()) {
            return builder.httpClient(http())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(anyCredentials())
                    .build();
        }
        return builder.httpClient(http())
                .region(region())
                .credentialsProvider(credentials())
                .build();
    }

    private static SdkHttpClient http() {
        return SocketHttpClient.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(ATTEMPT_TIMEOUT)
                .maxIdle(KEPT_CONNECTIONS)
                .build();
    }

    private Optional<URI> endpoint(String variable) {
        String value = variables.getOrDefault(variable, "");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI endpoint = URI.create(value);
            if (endpoint.getHost() != null) {
                return Optional.of(endpoint);
            }
        } catch (IllegalArgumentException e) {
            // Told below, in words that name the variable.
        }
        throw CommandException.misused(
                (variable.equals(DYNAMODB_ENDPOINT) ? "--endpoint or " : "") + variable + " must be an address such as "
                        + LocalTables.ENDPOINT + ", but is \"" + TerminalSafe.text(value) + "\".");
    }

    private static boolean isOnThisMachine(URI endpoint) {
        return "http".equals(endpoint.getScheme()) && THIS_MACHINE.contains(endpoint.getHost());
    }

    private Region region() {
        if (!region.isEmpty()) {
            return Region.of(region);
        }
        String set = variables.getOrDefault("AWS_REGION", variables.getOrDefault("AWS_DEFAULT_REGION", ""));
        if (!set.isEmpty()) {
            return Region.of(set);
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            return (profile.isEmpty() ? chain : chain.profileName(profile))
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw CommandException.misused("No AWS region is set: give --region, or set AWS_REGION.");
        }
    }

    /** A profile that was named is meant, even where the environment has keys too; so it is with the AWS CLI. */
    private AwsCredentialsProvider credentials() {
        return profile.isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.create(profile);
    }

    private static AwsCredentialsProvider anyCredentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    }
}
