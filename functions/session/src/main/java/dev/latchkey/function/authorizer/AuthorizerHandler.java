package dev.latchkey.function.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.user.UserIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The Lambda authorizer: says who a token belongs to, or why nobody may pass for it. */
public final class AuthorizerHandler implements RequestStreamHandler {
    private final AuthorizerFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public AuthorizerHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public AuthorizerHandler(Environment environment) {
        function = new AuthorizerFunction(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> new AuthorizerFunction(RehearsedDynamoDb.stage(environment, null))::serve,
                        () -> SampleEvents.authorizer(environment.variables()),
                        "\"Allow\"",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> new DynamoDbSessionStore(environment).find(UserIds.NOBODY, SampleEvents.NO_KEY)));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.serve(input, output, context);
    }
}
