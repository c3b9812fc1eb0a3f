package dev.latchkey.function.password;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code DELETE /api/auth/user}: 204, the account is to be deleted, and every session of it is over. */
public final class DeletionHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public DeletionHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public DeletionHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasswordUseCases.stage(environment))::serve,
                        () -> SampleEvents.withPrincipal(
                                "DELETE",
                                "/api/auth/user",
                                Map.of(PasswordEndpoint.CURRENT, PasswordUseCases.SAMPLE_PASSWORD)),
                        "\"statusCode\":204",
                        1,
                        () -> PasswordUseCases.reachForSessions(environment)));
    }

    private static HttpFunction function(Environment environment) {
        DeletionEndpoint endpoint = new DeletionEndpoint(environment);
        return HttpFunction.guarded(
                environment, (request, principal) -> Methods.delete(delete -> endpoint.answer(delete, principal)));
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
