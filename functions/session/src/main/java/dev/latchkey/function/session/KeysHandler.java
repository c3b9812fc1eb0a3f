package dev.latchkey.function.session;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.ManageKeys;
import dev.latchkey.account.VerificationRule;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.user.UserIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@code GET /api/auth/keys}: 200 with the caller's keys; {@code POST}: 201 with a new one, whose text is in this answer alone;
 * {@code DELETE /api/auth/keys/{token_key}}: 204, and that key is over.
 */
public final class KeysHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/keys";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public KeysHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public KeysHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(RehearsedDynamoDb.stage(environment, null))::serve,
                        () -> SampleEvents.withPrincipal("GET", PATH),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> new DynamoDbKeyStore(environment).find(UserIds.NOBODY, SampleEvents.NO_KEY)));
    }

    private static HttpFunction function(Environment environment) {
        TokenSettings tokens = TokenSettings.from(environment.variables());
        KeySettings settings = KeySettings.from(environment.variables())
                .orElseThrow(() -> new InvalidSettingException("KEY_SCOPES", "is not set"));
        ManageKeys keys = new ManageKeys(
                new DynamoDbSessionStore(environment),
                new SessionPolicy(tokens),
                new DynamoDbKeyStore(environment),
                settings,
                new KeyIssuer(settings, environment.randomness()),
                VerificationRule.from(environment.variables()),
                environment::now);
        return HttpFunction.guarded(environment, new KeysEndpoint(keys, tokens.scheme())::methods);
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
