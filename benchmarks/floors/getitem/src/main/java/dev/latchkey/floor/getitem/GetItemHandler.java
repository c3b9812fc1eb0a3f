package dev.latchkey.floor.getitem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** Makes one strongly consistent GetItem on the users table and answers whether there was an item: the least that any check costs. */
public final class GetItemHandler implements RequestStreamHandler {
    private final String table = System.getenv("USERS_TABLE");
    private final DynamoDbClient client = client();

    private static DynamoDbClient client() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(System.getenv("AWS_REGION")));
        String endpoint = System.getenv("AWS_ENDPOINT_URL_DYNAMODB");
        return endpoint == null
                ? builder.build()
                : builder.endpointOverride(URI.create(endpoint)).build();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        event.readAllBytes();
        GetItemResponse response = client.getItem(GetItemRequest.builder()
                .tableName(table)
                .key(Map.of("pk", AttributeValue.fromS("user#1234567890123")))
                .consistentRead(true)
                .build());
        String text = "{\"statusCode\":200,\"body\":\"" + response.hasItem() + "\"}";
        answer.write(text.getBytes(UTF_8));
    }
}
