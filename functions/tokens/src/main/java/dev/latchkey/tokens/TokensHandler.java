package dev.latchkey.tokens;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@code GET /api/auth/tokens}: 200 with the caller's sessions; {@code DELETE /api/auth/tokens/{token_key}}: 204, and that
 * session is over.
 */
public final class TokensHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/tokens";
    private static final String TOKEN_KEY = "token_key";

    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public TokensHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public TokensHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        environment,
                        function::serve,
                        on -> function(on)::serve,
                        () -> SampleEvents.withPrincipal("GET", PATH)));
    }

    private static HttpFunction function(Environment environment) {
        Sessions sessions = new Sessions(environment);
        return HttpFunction.guarded(environment, (request, principal) -> route(sessions, request, principal));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.serve(input, output, context);
    }

    private static Methods route(Sessions sessions, Request request, Principal principal) {
        String key = request.pathParameter(TOKEN_KEY);
        return key.isEmpty()
                ? Methods.get(get -> sessions.list(principal))
                : Methods.delete(delete -> sessions.end(principal, key));
    }
}
