package dev.latchkey.function.factor;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * {@code POST /api/auth/app/activate}, {@code /confirm} below it, {@code /api/auth/app/deactivate} and {@code
 * /api/auth/app/codes/regenerate}; {@code GET /api/auth/mfa/user-active-methods}.
 */
public final class FactorHandler implements RequestStreamHandler {
    private static final String DEACTIVATE = "/api/auth/{method}/deactivate";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public FactorHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public FactorHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(FactorUseCases.stage(environment))::serve,
                        () -> SampleEvents.withPrincipal(
                                DEACTIVATE, Map.of("method", "app"), Map.of("code", FactorUseCases.sampleCode())),
                        "\"statusCode\":204",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> FactorUseCases.reach(environment)));
    }

    private static HttpFunction function(Environment environment) {
        String scheme = TokenSettings.from(environment.variables()).scheme();
        FactorEndpoint endpoint = new FactorEndpoint(FactorUseCases.manageApp(environment), scheme);
        return HttpFunction.guarded(environment, endpoint::methods);
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
