package dev.latchkey.user;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code GET /api/auth/user}: 200 with the user whose token the authorizer has checked. */
public final class UserHandler implements RequestStreamHandler {
    /** It calls no store, and so takes little time: a round of priming may run it more than once. */
    private static final int TIMES = 10;

    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public UserHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public UserHandler(Environment environment) {
        function = HttpFunction.guarded(
                environment, (request, principal) -> Methods.get(get -> Response.of(200, principal.toBody())));
        priming = Priming.beforeSnapshot(environment, () -> this::prime);
    }

    private void prime() throws IOException {
        for (int time = 0; time < TIMES; time++) {
            function.serve(SampleEvents.withPrincipal("GET", "/api/auth/user"), SampleEvents.nowhere(), null);
        }
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
