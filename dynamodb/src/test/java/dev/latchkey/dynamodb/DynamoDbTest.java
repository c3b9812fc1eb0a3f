package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbTest {
    @Test
    void goesToTheEndpointThatIsSet() {
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", "http://127.0.0.1:8000")))
                .contains(URI.create("http://127.0.0.1:8000"));
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", "", "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000")))
                .contains(URI.create("http://127.0.0.1:8000"));
    }

    @Test
    void goesToAwsWithoutOne() {
        assertThat(endpoint(Map.of())).isEmpty();
        assertThat(endpoint(Map.of("DYNAMO_DB_ENDPOINT", ""))).isEmpty();
    }

    private static Optional<URI> endpoint(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_REGION", "eu-central-1");
        try (DynamoDbClient client = DynamoDb.client(all)) {
            return client.serviceClientConfiguration().endpointOverride();
        }
    }
}
