package dev.latchkey.bench.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The one BatchGetItem of a token's check, by a client of the SDK over one of the HTTP clients. */
final class Checks {
    private static final AttributeValue USER = AttributeValue.fromS("user#1234567890123");
    private static final AttributeValue SESSION = AttributeValue.fromS("2008737df943e7e2");

    private final DynamoDbClient client;
    private final Map<String, KeysAndAttributes> keys;

    /** Makes a client for the tables that this process's variables name. */
    Checks(Contestant contestant, URI endpoint) {
        client = DynamoDbClient.builder()
                .httpClient(contestant.http())
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        keys = Map.of(
                variable("USERS_TABLE"), one(Map.of("pk", USER)),
                variable("TOKENS_TABLE"), one(Map.of("pk", USER, "sk", SESSION)));
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name));
    }

    private static KeysAndAttributes one(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder()
                .keys(List.of(key))
                .consistentRead(true)
                .build();
    }

    /** Reads both items. */
    void check() {
        Map<String, List<Map<String, AttributeValue>>> found =
                client.batchGetItem(request -> request.requestItems(keys)).responses();
        if (found.values().stream().mapToInt(List::size).sum() != keys.size()) {
            throw new IllegalStateException("found " + found);
        }
    }
}
