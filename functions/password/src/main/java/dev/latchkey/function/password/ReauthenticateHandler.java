package dev.latchkey.function.password;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code POST /api/auth/reauthenticate}: 200 with what the session has proved now. */
public final class ReauthenticateHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public ReauthenticateHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public ReauthenticateHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasswordUseCases.stage(environment))::serve,
                        () -> SampleEvents.withPrincipal(
                                "/api/auth/reauthenticate",
                                Map.of(ReauthenticateEndpoint.PASSWORD, PasswordUseCases.SAMPLE_PASSWORD)),
                        "\"statusCode\":200",
                        1,
                        () -> PasswordUseCases.reachForSessions(environment)));
    }

    private static HttpFunction function(Environment environment) {
        ReauthenticateEndpoint endpoint = new ReauthenticateEndpoint(
                PasswordUseCases.reauthenticate(environment),
                TokenSettings.from(environment.variables()).scheme());
        return HttpFunction.guarded(
                environment, (request, principal) -> Methods.post(post -> endpoint.answer(post, principal)));
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
