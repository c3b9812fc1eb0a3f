package dev.latchkey.logout;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.TokenStore;
import dev.latchkey.telemetry.Audit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code POST /api/auth/logout}: 204, and the token is no longer valid. */
public final class LogoutHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public LogoutHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public LogoutHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        environment,
                        function::serve,
                        on -> function(on)::serve,
                        () -> SampleEvents.withPrincipal("POST", "/api/auth/logout")));
    }

    private static HttpFunction function(Environment environment) {
        TokenStore tokens = new DynamoDbTokenStore(environment);
        return HttpFunction.guarded(
                environment,
                (request, principal) -> Methods.post(post -> {
                    tokens.end(principal.userId(), principal.tokenKey());
                    return Response.noContent().telling(Audit.of(Audit.Event.LOGGED_OUT, principal.userId()));
                }));
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
