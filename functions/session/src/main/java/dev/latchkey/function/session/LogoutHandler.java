package dev.latchkey.function.session;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.EndSession;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.RehearsedDynamoDb;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.user.UserIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code POST /api/auth/logout}: 204, and the token is no longer valid. */
public final class LogoutHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public LogoutHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public LogoutHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(RehearsedDynamoDb.stage(environment, null))::serve,
                        () -> SampleEvents.withPrincipal("POST", "/api/auth/logout"),
                        "\"statusCode\":204",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> SessionUseCases.endSession(environment).logOut(UserIds.NOBODY, SampleEvents.NO_KEY)));
    }

    private static HttpFunction function(Environment environment) {
        EndSession endSession = SessionUseCases.endSession(environment);
        return HttpFunction.guarded(
                environment,
                (request, principal) -> Methods.post(post ->
                        Response.noContent().withEvent(endSession.logOut(principal.userId(), principal.tokenKey()))));
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
