package dev.latchkey.dynamodb;

import dev.latchkey.time.Deadline;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Gives each call no more time than the request it is made for has left. */
final class DeadlineInterceptor implements ExecutionInterceptor {
    private static final Duration LEAST = Duration.ofMillis(1);

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        Duration left = Deadline.remainingAtMost(DynamoDb.CALL_TIMEOUT);
        if (left.equals(DynamoDb.CALL_TIMEOUT) || !(context.request() instanceof AwsRequest request)) {
            return context.request();
        }
        Duration time = left.compareTo(LEAST) < 0 ? LEAST : left;
        return request.toBuilder()
                .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                        .apiCallTimeout(time)
                        .build())
                .build();
    }
}
