package dev.latchkey.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.config.DynamoDb;
import dev.latchkey.config.Tables;
import dev.latchkey.json.Json;
import dev.latchkey.token.Token;
import dev.latchkey.user.User;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB that has one user with one session, answers every call as if it were about these, and keeps nothing.
 *
 * <p>It stands in the place of the HTTP client, so that all of the SDK does its work: marshalling, signing, checksums and reading
 * the answer. It needs no network.
 */
public final class RehearsedDynamoDb implements SdkHttpClient {
    private static final String OPERATION = "X-Amz-Target";

    private final Map<String, byte[]> answers;

    private RehearsedDynamoDb(Map<String, byte[]> answers) {
        this.answers = Map.copyOf(answers);
    }

    /** Returns a client, with the time-outs and retries of every other. */
    public static DynamoDbClient client(Tables tables, User user, Token session) {
        Map<String, Object> userItem = json(UserItems.write(user));
        Map<String, Object> sessionItem = json(TokenItems.write(session));
        var http = new RehearsedDynamoDb(Map.of(
                "BatchGetItem",
                bytes(Map.of(
                        "Responses", Map.of(tables.users(), List.of(userItem), tables.tokens(), List.of(sessionItem)),
                        "UnprocessedKeys", Map.of())),
                "Query",
                bytes(Map.of("Items", List.of(sessionItem), "Count", 1, "ScannedCount", 1)),
                "DeleteItem",
                bytes(Map.of("Attributes", sessionItem)),
                "UpdateItem",
                bytes(Map.of())));
        return DynamoDbClient.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .overrideConfiguration(DynamoDb.timeouts())
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target = request.httpRequest().firstMatchingHeader(OPERATION).orElse("");
        byte[] answer = answers.get(target.substring(target.indexOf('.') + 1));
        if (answer == null) {
            throw new IllegalArgumentException("not rehearsed: " + target);
        }
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return response(answer);
            }

            @Override
            public void abort() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static HttpExecuteResponse response(byte[] answer) {
        CRC32 checksum = new CRC32();
        checksum.update(answer);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(200)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("Content-Length", Integer.toString(answer.length))
                        .putHeader("x-amz-crc32", Long.toString(checksum.getValue()))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                .build();
    }

    private static byte[] bytes(Map<String, Object> answer) {
        return Json.write(answer).getBytes(UTF_8);
    }

    /** Writes an item as DynamoDB's protocol has it, with the types that Latchkey stores. */
    private static Map<String, Object> json(Map<String, AttributeValue> item) {
        Map<String, Object> written = new LinkedHashMap<>();
        item.forEach((name, value) -> written.put(
                name,
                switch (value.type()) {
                    case S -> Map.of("S", value.s());
                    case N -> Map.of("N", value.n());
                    case BOOL -> Map.of("BOOL", value.bool());
                    case B ->
                        Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
                    default -> throw new IllegalArgumentException("no item of ours has " + value.type());
                }));
        return written;
    }
}
