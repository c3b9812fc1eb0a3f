package dev.latchkey.local.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.latchkey.template.FunctionDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** What a function is told about its call. */
@NullUnmarked // The interface says null where there is nothing to tell.
final class LocalContext implements Context {
    private final FunctionDefinition definition;
    private final String requestId;
    private final Consumer<String> log;
    private final long startNanos = System.nanoTime();

    LocalContext(FunctionDefinition definition, String requestId, Consumer<String> log) {
        this.definition = definition;
        this.requestId = requestId;
        this.log = log;
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + definition.logicalId();
    }

    @Override
    public String getLogStreamName() {
        return "local";
    }

    @Override
    public String getFunctionName() {
        return definition.logicalId();
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + definition.logicalId();
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        long elapsed = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
        return (int) Math.max(0, definition.timeoutSeconds() * 1000L - elapsed);
    }

    @Override
    public int getMemoryLimitInMB() {
        return definition.memoryMegabytes();
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                log.accept(definition.logicalId() + " " + requestId + " " + message.stripTrailing());
            }

            @Override
            public void log(byte[] message) {
                // Bytes go out as they are, as in Lambda: it is how a function writes a line of JSON of its own.
                log.accept(new String(message, StandardCharsets.UTF_8).stripTrailing());
            }
        };
    }
}
