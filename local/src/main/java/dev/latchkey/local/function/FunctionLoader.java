package dev.latchkey.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.mail.Outbox;
import dev.latchkey.template.FunctionDefinition;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Makes functions out of the handler strings in a template. */
public final class FunctionLoader {
    private static final String METHOD = "::handleRequest";

    private final DynamoDbClient dynamoDb;
    private final SecretBox secrets;
    private final Clock clock;
    private final Consumer<String> log;
    private final Outbox outbox;
    private final Semaphore processors = LocalFunction.processors();

    /**
     * Builds a loader.
     *
     * @param dynamoDb the client that the functions reach their tables with
     * @param secrets what the functions encrypt with, in the place of KMS
     * @param clock tells the functions the time
     * @param log takes each line that a function logs
     */
    public FunctionLoader(DynamoDbClient dynamoDb, SecretBox secrets, Clock clock, Consumer<String> log) {
        this(dynamoDb, secrets, clock, new Outbox(clock), log);
    }

    /**
     * Builds a loader.
     *
     * @param dynamoDb the client that the functions reach their tables with
     * @param secrets what the functions encrypt with, in the place of KMS
     * @param clock tells the functions the time
     * @param outbox takes mails where the settings say so
     * @param log takes each line that a function logs
     */
    public FunctionLoader(
            DynamoDbClient dynamoDb, SecretBox secrets, Clock clock, Outbox outbox, Consumer<String> log) {
        this.dynamoDb = dynamoDb;
        this.secrets = secrets;
        this.clock = clock;
        this.outbox = outbox;
        this.log = log;
    }

    /**
     * Loads a function and runs its constructor, which validates its settings.
     *
     * @param definition the function, with its environment
     * @throws FunctionLoadException when there is no such handler; what its constructor throws passes through
     */
    public LocalFunction load(FunctionDefinition definition) {
        return new LocalFunction(definition, handler(definition), processors, log);
    }

    private RequestStreamHandler handler(FunctionDefinition definition) {
        try {
            Class<?> type = Class.forName(className(definition.handler()));
            if (!RequestStreamHandler.class.isAssignableFrom(type)) {
                throw new FunctionLoadException(definition, "is no RequestStreamHandler", null);
            }
            Constructor<?> constructor = type.getConstructor(Environment.class);
            return (RequestStreamHandler)
                    constructor.newInstance(DynamoDb.environment(definition.environment(), dynamoDb, clock)
                            .with(SecretBox.class, secrets)
                            .with(Outbox.class, outbox));
        } catch (ClassNotFoundException e) {
            throw new FunctionLoadException(definition, "is not on the class path", e);
        } catch (InvocationTargetException e) {
            throw rethrown(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new FunctionLoadException(definition, "has no public constructor that takes an Environment", e);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private static String className(String handler) {
        return handler.endsWith(METHOD) ? handler.substring(0, handler.length() - METHOD.length()) : handler;
    }
}
