package dev.latchkey.function.session;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.EndSession;
import dev.latchkey.account.ListSessions;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Response;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.UserIds;
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

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public TokensHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public TokensHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(RehearsedDynamoDb.stage(environment, null))::serve,
                        () -> SampleEvents.withPrincipal("GET", PATH),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> SessionUseCases.listSessions(environment).list(UserIds.NOBODY, SampleEvents.NO_KEY)));
    }

    private static HttpFunction function(Environment environment) {
        ListSessions listSessions = SessionUseCases.listSessions(environment);
        EndSession endSession = SessionUseCases.endSession(environment);
        return HttpFunction.guarded(environment, (request, principal) -> {
            String key = request.pathParameter(TOKEN_KEY);
            return key.isEmpty()
                    ? Methods.get(get -> list(listSessions, principal))
                    : Methods.delete(delete -> revoke(endSession, principal, key));
        });
    }

    private static Response list(ListSessions listSessions, Principal principal) {
        return Response.of(
                200,
                listSessions.list(principal.userId(), principal.tokenKey()).stream()
                        .map(session -> SessionBody.of(session, principal.tokenKey()))
                        .toList());
    }

    /** What is not one of the caller's own sessions is not found. */
    private static Response revoke(EndSession endSession, Principal principal, String key) {
        if (!TokenKey.isValid(key)) {
            throw new NotFoundException();
        }
        return endSession
                .revoke(principal.userId(), new TokenKey(key))
                .map(event -> Response.noContent().withEvent(event))
                .orElseThrow(NotFoundException::new);
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
