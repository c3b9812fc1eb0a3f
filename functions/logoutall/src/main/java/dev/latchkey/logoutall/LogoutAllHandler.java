package dev.latchkey.logoutall;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.telemetry.Audit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code POST /api/auth/logoutall}: 204, and none of the user's tokens is valid any more. */
public final class LogoutAllHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public LogoutAllHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public LogoutAllHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        environment,
                        function::serve,
                        on -> function(on)::serve,
                        () -> SampleEvents.withPrincipal("POST", "/api/auth/logoutall")));
    }

    private static HttpFunction function(Environment environment) {
        UserStore users = new DynamoDbUserStore(environment);
        return HttpFunction.guarded(
                environment,
                (request, principal) -> Methods.post(post -> {
                    users.endAllSessions(principal.userId());
                    return Response.noContent()
                            .telling(Audit.of(Audit.Event.LOGGED_OUT_EVERYWHERE, principal.userId()));
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
