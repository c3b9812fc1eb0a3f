package dev.latchkey.dynamodb;

import dev.latchkey.httpclient.SocketHttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Notes every HTTP request that a client sends to DynamoDB, by the operation's name. */
public final class CountedCalls implements ExecutionInterceptor {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        sent.add(context.request().getClass().getSimpleName().replace("Request", ""));
    }

    /** Returns the operations sent so far, and forgets them. */
    public List<String> take() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Returns a client to the same DynamoDB as another, whose requests are noted here. */
    public DynamoDbClient client(DynamoDbClient like, ExecutionInterceptor... others) {
        return DynamoDbClient.builder()
                .endpointOverride(
                        like.serviceClientConfiguration().endpointOverride().orElseThrow())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("counted", "counted")))
                .httpClientBuilder(SocketHttpClient.builder())
                .overrideConfiguration(override -> {
                    override.addExecutionInterceptor(this);
                    List.of(others).forEach(override::addExecutionInterceptor);
                })
                .build();
    }
}
