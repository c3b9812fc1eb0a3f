package dev.latchkey.function.session;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.CheckKey;
import dev.latchkey.account.CheckToken;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.Scope;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.user.UserIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * {@code POST /api/auth/introspect}: 200 with whose a token is and what it may be used for (RFC 7662), for services whose key has the scope
 * {@code introspect}.
 */
public final class IntrospectHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/introspect";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public IntrospectHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public IntrospectHandler(Environment environment) {
        function = function(environment);
        String token = Nobody.token(TokenSettings.from(environment.variables())).reveal();
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(RehearsedDynamoDb.stage(environment, null))::serve,
                        () -> SampleEvents.withKey(PATH, Scope.INTROSPECT, Map.of(IntrospectEndpoint.TOKEN, token)),
                        "\\\"active\\\":true",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> new DynamoDbKeyStore(environment).find(UserIds.NOBODY, SampleEvents.NO_KEY)));
    }

    private static HttpFunction function(Environment environment) {
        KeySettings settings = KeySettings.from(environment.variables())
                .orElseThrow(() -> new InvalidSettingException("KEY_SCOPES", "is not set"));
        CheckToken check = new CheckToken(
                new DynamoDbSessionStore(environment),
                TokenSettings.from(environment.variables()),
                new CheckKey(new DynamoDbKeyStore(environment), settings, environment::now),
                environment::now);
        IntrospectEndpoint endpoint = new IntrospectEndpoint(check);
        return HttpFunction.guardedForKeysToo(environment, (request, principal) -> endpoint.methods(principal));
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
